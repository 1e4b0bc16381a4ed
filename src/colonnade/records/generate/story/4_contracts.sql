-- The first month in which an account gives notice; its odds follow use, support and plays by the planted effects.
CREATE TABLE leavers AS
WITH leaning AS (
    SELECT account, month, first_on, days, fall, waited,
           leaving * exp(usage_effect() * fall + support_effect() * waited::INTEGER + play_effect() * helped::INTEGER) AS odds
    FROM panel WHERE may_move
), gone AS (
    SELECT account, min_by(leaning, month) AS told FROM leaning
    WHERE u('leaves', account, month) < odds / (1 + odds) GROUP BY account
)
SELECT account, told.month AS month,
       told.first_on + pick('notice', account, 0, told.days - 1) AS notice_on,
       told.first_on + pick('notice', account, 0, told.days - 1) + pick('left', account, 28, 75) AS left_on,
       CASE WHEN told.waited THEN 'poor support' WHEN told.fall > 0.3 THEN 'low use' ELSE 'price' END AS reason
FROM gone;

-- From first paid day to last; one in ten of those who left comes back for four fifths of its first price.
CREATE TABLE stays AS
WITH first AS (
    SELECT account, 1 AS stay, start_on, notice_on, left_on, reason
    FROM customers LEFT JOIN leavers USING (account) WHERE NOT only_tried
)
FROM first UNION ALL
SELECT account, 2, left_on + pick('back', account, 100, 200), NULL, NULL, NULL FROM first
WHERE u('returns', account) < 0.1 AND left_on + pick('back', account, 100, 200) <= ends_on();

-- Steps of the main product in seats: the start, then more or fewer; never under a quarter of the first seats.
CREATE TABLE steps AS
WITH drawn AS (
    SELECT p.account, p.seats, p.first_on + pick('change', p.account, p.month, 0, p.days - 1) AS on_day,
           u('changes', p.account, p.month) AS draw, CASE WHEN level > 0.85 THEN 0.05 ELSE 0.006 END AS grows,
           0.004 + 0.035 * fall AS shrinks, p.month
    FROM panel p LEFT JOIN leavers l USING (account)
    WHERE may_move AND (l.month IS NULL OR p.month < l.month)
), changed AS (
    SELECT account, on_day, seats,
           CASE WHEN draw < grows THEN ceil(seats * (0.08 + 0.32 * u('more', account, month)))
                ELSE -ceil(seats * (0.1 + 0.3 * u('less', account, month))) END::INTEGER AS change
    FROM drawn WHERE draw < grows + shrinks AND on_day <= ends_on()
), begun AS (
    SELECT account, start_on AS on_day, seats, 0 AS change FROM customers WHERE NOT only_tried UNION ALL
    FROM changed
)
SELECT account, on_day, greatest(seats // 4, 1, seats + sum(change) OVER earlier)::INTEGER AS seats,
       row_number() OVER earlier AS step
FROM begun WINDOW earlier AS (PARTITION BY account ORDER BY on_day ROWS UNBOUNDED PRECEDING);

-- A second product for some of those who use the first well, dropped again when use falls.
CREATE TABLE add_ons AS
WITH added AS (
    SELECT p.account, p.seats, min(p.month) AS month, min(p.first_on) AS first_on
    FROM panel p LEFT JOIN leavers l USING (account)
    WHERE may_move AND level > 0.85 AND u('adds', p.account, p.month) < 0.012
        AND (l.month IS NULL OR p.month < l.month)
    GROUP BY ALL
), dropped AS (
    SELECT a.account, min(p.first_on) AS first_on FROM added a
    JOIN panel p ON p.account = a.account AND p.month > a.month
    WHERE u('drops', p.account, p.month) < 0.008 + 0.05 * p.fall GROUP BY ALL
)
SELECT a.account, a.first_on + pick('added', a.account, 0, 27) AS start_on,
       CASE WHEN l.left_on IS NULL OR d.first_on + 27 < l.notice_on
           THEN d.first_on + pick('dropped', a.account, 0, 27) END AS drop_on,
       (a.seats * c.cents * pick('share', a.account, 12, 25) // 100)::BIGINT AS cents
FROM added a JOIN customers c USING (account) LEFT JOIN dropped d USING (account) LEFT
JOIN leavers l USING (account)
WHERE a.first_on + 27 <= ends_on();

-- Every change of recurring revenue a month, apart from the subscriptions: the truth is read from here.
CREATE TABLE ledger AS
WITH main AS (
    SELECT s.account, s.on_day, (s.seats - coalesce(lag(s.seats) OVER (PARTITION BY s.account ORDER BY s.step),
           0)) * c.cents AS cents
    FROM steps s JOIN customers c USING (account)
), running AS (
    FROM main UNION ALL
    SELECT account, start_on, cents FROM add_ons UNION ALL
    SELECT account, drop_on, -cents FROM add_ons WHERE drop_on IS NOT NULL
)
SELECT account, on_day, cents::BIGINT AS cents FROM running UNION ALL
SELECT account, left_on, -sum(cents)::BIGINT FROM running JOIN leavers USING (account) GROUP BY ALL UNION ALL
SELECT s.account, s.start_on, c.seats * c.cents * 4 // 5 FROM stays s JOIN customers c USING (account)
WHERE stay = 2;
