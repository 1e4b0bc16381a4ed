WITH told AS (
    SELECT account, account_id, month, first_on + pick('told', account, month, 0, last_on - first_on) AS on_day
    FROM served
    WHERE u('tells', account, month) < 0.067
)
SELECT account_id, at_work(on_day, 'told', account, month) AS occurred_at,
       CASE WHEN on_day < ends_on() - 30 AND u('decided', account, month) < 0.18
            THEN ['planned', 'declined', 'shipped'][pick('fate', account, month, 1, 3)]
                ELSE 'open' END AS status
FROM told ORDER BY account, month
