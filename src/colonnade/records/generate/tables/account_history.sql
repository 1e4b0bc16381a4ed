WITH told AS (
    SELECT l.account, l.from_on, l.stage, m.on_day <= l.from_on AS moved, m.csm AS new_csm FROM lives l
    LEFT JOIN moves m USING (account) UNION ALL
    SELECT m.account, m.on_day, max_by(l.stage, l.from_on), true, any_value(m.csm)
    FROM moves m JOIN lives l ON l.account = m.account AND l.from_on < m.on_day GROUP BY ALL
)
SELECT c.account_id, t.from_on, lead(t.from_on) OVER (PARTITION BY t.account ORDER BY t.from_on) AS to_on,
       format('CSM-{:03d}', CASE WHEN t.moved THEN t.new_csm ELSE c.csm END) AS csm_id,
       CASE WHEN t.moved THEN 'mid_market' ELSE c.segment END AS segment, c.touch AS touch_model,
           t.stage AS lifecycle_stage
FROM told t JOIN customers c USING (account) ORDER BY t.account, t.from_on
