-- Opportunities, worth `cents` a month for twelve months; is_won NULL is open.
CREATE TABLE terms AS
SELECT s.account, s.stay, s.left_on, (s.start_on + to_years(y.years::INTEGER))::DATE AS close_on,
       false AS is_lost
FROM stays s, range(1, 12) y (years)
WHERE s.start_on + to_years(y.years::INTEGER) < coalesce(s.left_on, ends_on() + 180) UNION ALL
SELECT account, stay, left_on, left_on, true FROM stays WHERE left_on IS NOT NULL;

CREATE TABLE sales AS
WITH renewals AS (
    SELECT t.account, format('O-{:07d}-R{}', t.account, strftime(t.close_on, '%y%m%d')) AS id,
           'renewal' AS kind,
           c.tier = 2 AND steady(row_number() OVER (PARTITION BY c.tier ORDER BY t.close_on, t.account),
               0.7) AS by_cs,
           'sales' AS source, sum(l.cents) FILTER (l.on_day < t.close_on
               AND l.on_day <= ends_on())::BIGINT AS cents,
           least(t.close_on - 100, ends_on()) AS created_on, t.close_on,
           CASE WHEN t.close_on <= ends_on() THEN NOT t.is_lost END AS is_won
    FROM terms t JOIN customers c USING (account) JOIN ledger l USING (account)
    WHERE t.close_on >= first_on() AND t.close_on < ends_on() + 180
    GROUP BY t.account, t.stay, c.tier, t.close_on, t.is_lost
), grown AS (
    SELECT s.account, s.on_day, (s.seats - lag(s.seats) OVER (PARTITION BY s.account
    ORDER BY s.step)) * c.cents AS cents, c.tier, 'E' AS mark
    FROM steps s JOIN customers c USING (account) UNION ALL
    SELECT a.account, a.start_on, a.cents, c.tier, 'A' FROM add_ons a JOIN customers c USING (account)
), expansions AS (
    -- CS finds one in each second month at most, of the first tier, and none for six of the last months.
    SELECT account, format('O-{:07d}-{}{}', account, mark, strftime(on_day, '%y%m%d')) AS id,
           'expansion' AS kind,
           g.tier = 0 AND m.month % 2 = 0 AND m.month NOT BETWEEN months() - 9 AND months() - 4
               AND row_number() OVER (PARTITION BY m.month ORDER BY g.tier, g.account, g.on_day) = 1 AS by_cs,
           CASE WHEN u('marketing', account, m.month) < 0.1 THEN 'marketing' ELSE 'sales' END AS source,
           cents, on_day - 30 AS created_on, on_day AS close_on, true AS is_won
    FROM grown g JOIN months m ON g.on_day BETWEEN m.first_on AND m.last_on
    WHERE cents > 0 AND m.month >= 0
), hoped AS (
    SELECT p.account, format('O-{:07d}-H', p.account), 'expansion', false, 'sales', sum(l.cents)::BIGINT // 5,
           ends_on() - pick('hoped', p.account, 5, 40), ends_on() + pick('closes', p.account, 5, 80), NULL
    FROM present p JOIN ledger l ON l.account = p.account AND l.on_day <= ends_on()
    WHERE steady(place_of_all, 0.125) GROUP BY p.account
), new AS (
    SELECT account, format('O-{:07d}-N', account), 'new', false,
           CASE WHEN only_tried AND u('referred', account) < 0.4 THEN 'referral'
                ELSE ['sales', 'sales', 'marketing', 'partner'][pick('source', account, 1, 4)] END,
           seats * cents, start_on - trial_days, start_on,
           CASE WHEN only_tried THEN false ELSE true END
    FROM customers WHERE month >= 0
)
FROM renewals UNION ALL FROM expansions UNION ALL FROM hoped UNION ALL FROM new;

-- Quarters that were whole and over when the records end, with what was renewed and retained.
CREATE TABLE quarters AS
WITH ends AS (
    SELECT (q - INTERVAL 1 DAY)::DATE AS period_end, (q - INTERVAL 3 MONTH)::DATE AS period_start
    FROM range(date_trunc('quarter', first_on()), ends_on() + INTERVAL 1 DAY + INTERVAL 1 SECOND,
        INTERVAL 3 MONTH) r (q)
    WHERE q - INTERVAL 3 MONTH >= first_on() AND q <= ends_on() + INTERVAL 1 DAY
), standing AS (
    SELECT e.period_end, l.account, sum(l.cents) FILTER (l.on_day <= e.period_end - INTERVAL 12 MONTH) AS m0,
           sum(l.cents) FILTER (l.on_day <= e.period_end) AS m1
    FROM ends e, ledger l GROUP BY ALL
), retained AS (
    SELECT period_end, sum(m1)::DOUBLE / sum(m0) AS nrr FROM standing WHERE m0 > 0 GROUP BY ALL
)
SELECT e.*, row_number() OVER (ORDER BY period_end) - 1 AS place, r.nrr,
       (SELECT coalesce(sum(12 * cents), 0) FROM sales s WHERE kind = 'renewal' AND is_won
            AND s.close_on BETWEEN e.period_start AND e.period_end)::BIGINT AS renewed_cents
FROM ends e LEFT JOIN retained r USING (period_end);
