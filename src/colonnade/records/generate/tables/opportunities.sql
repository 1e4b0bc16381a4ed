SELECT s.id AS opportunity_id, c.account_id, s.kind, CASE WHEN s.by_cs THEN 'cs' ELSE s.source END AS source,
       CASE WHEN is_won IS NULL THEN 'Open' WHEN is_won THEN 'Won' ELSE 'Lost' END AS stage,
           money(s.cents * 12) AS amount, 'USD' AS currency,
       at_work(s.created_on, 'sale', hash(s.id)) AS created_at, s.close_on, coalesce(s.is_won, false) AS is_won,
           s.is_won IS NOT NULL AS is_closed,
       CASE WHEN s.by_cs THEN format('CSM-{:03d}', c.csm)
           ELSE format('AE-{}', pick('ae', s.account, 1, 40)) END AS owner_id
FROM sales s JOIN customers c USING (account) ORDER BY s.id
