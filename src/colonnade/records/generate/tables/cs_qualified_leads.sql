-- One a month: for an expansion that CS found, else from the books of two CSMs.
WITH found AS (
    SELECT m.month, s.*, c.account_id, c.csm FROM months m
    JOIN sales s ON s.close_on BETWEEN m.first_on AND m.last_on
    JOIN customers c USING (account) WHERE s.kind = 'expansion' AND s.by_cs AND m.month >= 0
), books AS (
    SELECT month, min_by(struct_pack(account_id, csm, first_on), bits('lead', account, month)) AS lead
    FROM served WHERE csm <= 2 GROUP BY month
)
SELECT format('L-{:03d}', m.month + 1) AS csql_id, coalesce(f.account_id, b.lead.account_id) AS account_id,
       format('CSM-{:03d}', coalesce(f.csm, b.lead.csm)) AS csm_id,
       at_work(coalesce(f.created_on, b.lead.first_on), 'lead', m.month) AS created_at, f.id AS opportunity_id,
       CASE WHEN f.id IS NOT NULL THEN created_at + INTERVAL 3 DAY END AS accepted_at,
       CASE WHEN f.id IS NOT NULL THEN at_work(f.close_on, 'won', m.month) END AS won_at,
       coalesce(money(f.cents * 12), pick('worth', m.month, 20, 90) * 100) AS amount
FROM months m LEFT JOIN found f USING (month) LEFT JOIN books b USING (month)
WHERE coalesce(f.account_id, b.lead.account_id) IS NOT NULL ORDER BY m.month
