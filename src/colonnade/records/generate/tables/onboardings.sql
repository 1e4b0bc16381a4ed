WITH begun AS (
    SELECT c.*, s.left_on, row_number() OVER (ORDER BY c.start_on, c.account) AS place,
           c.start_on + c.onboarding_days AS target_on
    FROM customers c JOIN stays s ON s.account = c.account AND s.stay = 1 AND c.month >= 0
), done AS (
    SELECT *, target_on + CASE WHEN steady(place, 0.7) THEN -pick('early', account, 0, 12)
           ELSE pick('late', account, 10, 60) END AS done_on,
           start_on + pick('value', account, 18, 70) AS value_on FROM begun
)
SELECT account_id, start_on AS started_on,
       CASE WHEN value_on < coalesce(left_on, DATE '9999-01-01') AND u('valued', account) < 0.88
           THEN reached(value_on) END AS first_value_on,
       target_on, CASE WHEN done_on < coalesce(left_on, DATE '9999-01-01')
           THEN reached(done_on) END AS completed_on
FROM done ORDER BY place
