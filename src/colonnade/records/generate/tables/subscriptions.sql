WITH lines AS (
    SELECT s.account, 'M' || s.step AS line, 'Platform' AS product, s.on_day AS start_on,
           coalesce(lead(s.on_day) OVER (PARTITION BY s.account ORDER BY s.step), l.left_on) AS end_on,
           s.seats * c.cents AS cents, s.seats AS quantity, 'recurring' AS kind,
           CASE WHEN lead(s.on_day) OVER (PARTITION BY s.account ORDER BY s.step) IS NULL
               THEN l.notice_on END AS notice_on,
           l.reason
    FROM steps s JOIN customers c USING (account) LEFT JOIN leavers l USING (account) UNION ALL
    SELECT a.account, 'A', 'Insights', a.start_on, coalesce(a.drop_on, l.left_on), a.cents, c.seats,
           'recurring',
           CASE WHEN a.drop_on IS NULL THEN l.notice_on END, l.reason
    FROM add_ons a JOIN customers c USING (account) LEFT JOIN leavers l USING (account) UNION ALL
    SELECT s.account, 'B', 'Platform', s.start_on, NULL, c.seats * c.cents * 4 // 5, c.seats, 'recurring', NULL,
           NULL
    FROM stays s JOIN customers c USING (account) WHERE s.stay = 2 UNION ALL
    SELECT account, 'S', 'Set-up', start_on, start_on + 30, seats * cents // 2, 1, 'one_time', NULL, NULL
    FROM customers WHERE tier = 0 AND NOT only_tried UNION ALL
    SELECT account, 'T', 'Platform', start_on - trial_days, start_on, seats * cents, 5, 'trial', NULL, NULL
    FROM customers WHERE trial_days > 0
)
SELECT format('S-{:07d}-{}', l.account, l.line) AS subscription_id, c.account_id, l.product, c.plan, l.start_on,
       l.end_on,
       money(l.cents) AS mrr, 'USD' AS currency, l.quantity,
           CASE WHEN l.end_on <= ends_on() THEN 'ended' ELSE 'active' END AS status,
       l.kind, l.notice_on, CASE WHEN l.notice_on IS NOT NULL THEN l.reason WHEN l.kind = 'trial'
           THEN 'trial over'
           WHEN l.end_on IS NOT NULL AND l.kind = 'recurring' THEN 'changed' END AS end_reason
FROM lines l JOIN customers c USING (account) ORDER BY l.account, l.start_on, l.line
