-- Months in which an account was a customer, with its first and last day as one in each.
CREATE TABLE served AS
SELECT s.account, s.stay, c.account_id, c.tier, c.touch, c.csm, m.month,
       greatest(m.first_on, s.start_on) AS first_on, least(m.last_on, s.left_on - 1) AS last_on,
       coalesce(p.level, 1) AS level, is_slow(s.account, m.month) AS slow
FROM stays s JOIN customers c USING (account)
JOIN months m ON m.month >= 0 AND m.last_on >= s.start_on AND (s.left_on IS NULL OR m.first_on < s.left_on)
LEFT JOIN panel p ON p.account = s.account AND p.month = m.month
ORDER BY s.account, m.month, s.stay;

-- Customers of the last day, numbered within their tier.
CREATE TABLE present AS
SELECT s.account, s.stay, s.start_on, c.account_id, c.tier, c.segment, c.touch, c.csm, c.contacts, c.minutes,
       row_number() OVER (PARTITION BY c.tier ORDER BY s.account) AS place,
           row_number() OVER (ORDER BY s.account) AS place_of_all
FROM stays s JOIN customers c USING (account)
WHERE s.start_on <= ends_on() AND (s.left_on IS NULL OR s.left_on > ends_on());

-- One small account in a hundred a quarter is moved up a tier while a customer of its first stay.
CREATE TABLE moves AS
SELECT c.account, min(s.last_on) AS on_day, k.before + pick('new book', c.account, 1, k.size) AS csm
FROM served s JOIN customers c USING (account)
JOIN (SELECT DISTINCT tier, before, size FROM csms) k ON k.tier = 1
WHERE c.tier = 2 AND s.stay = 1 AND s.month > c.month + 6 AND u('moves', c.account, s.month) < 0.004
GROUP BY c.account, k.before, k.size;

-- Risk alerts, each with the play that was run for it; and plays of the calendar: first days, renewals.
CREATE TABLE story_alerts AS
WITH raised AS (
    SELECT s.*, 'usage_drop' AS reason, 'P-1' AS play_id FROM served s
    WHERE sinks(account, month) AND use_place(account, month) = 1 UNION ALL
    SELECT s.*, 'slow_support', 'P-2' FROM served s WHERE slow AND help_place(account, month) = 0 UNION ALL
    SELECT s.*, 'champion_left', NULL FROM served s WHERE u('champion', account, month) < 0.01
)
SELECT r.account, r.account_id, r.csm, r.month, r.reason, r.play_id, l.notice_on, l.left_on,
       at_work(r.first_on + pick('raised', r.account, r.month, 0, r.last_on - r.first_on), r.reason, r.account,
           r.month) AS raised_at
FROM raised r LEFT JOIN leavers l ON l.account = r.account
WHERE r.stay = 2 OR l.month IS NULL OR r.month <= l.month;

CREATE TABLE runs AS
WITH started AS (
    SELECT account, csm, play_id, month AS turn, raised_at AS started_at,
           is_on_time(reason, account, month) AS on_time
    FROM story_alerts WHERE play_id IS NOT NULL AND is_run(reason, account, month) UNION ALL
    SELECT account, csm, 'P-3', 0, at_work(start_on, 'first days', account), u('on time', account, 0) < 0.42
    FROM customers WHERE NOT only_tried AND month >= 0 UNION ALL
    SELECT s.account, s.csm, 'P-4', s.month, at_work(s.last_on, 'renewal', s.account, s.month),
           u('on time', s.account, s.month) < 0.42
    FROM served s JOIN stays t ON t.account = s.account AND t.stay = s.stay
    WHERE s.first_on > t.start_on + 60 AND month(t.start_on) = month(s.last_on + INTERVAL 2 MONTH)
        AND t.left_on IS NULL
), timed AS (
    SELECT *, started_at + INTERVAL 14 DAY AS due_at, CASE
               WHEN on_time THEN started_at + to_days(pick('done', account, turn, 3, 13))
               WHEN u('late', account, turn) < 0.6 THEN started_at + to_days(pick('done', account, turn, 16,
                   54))
           END AS done_at
    FROM started
)
SELECT account, csm, play_id, format('X-{:07d}-{}-{}', account, play_id, turn) AS run_id, turn, started_at,
       due_at,
       known(done_at) AS completed_at, u('automatic', account, turn) < 0.2 AS is_automatic
FROM timed;

-- Customers whose signal of expansion stands open.
CREATE TABLE signalled AS
SELECT *, row_number() OVER (ORDER BY account) AS signal FROM present WHERE steady(place_of_all, 0.22);
