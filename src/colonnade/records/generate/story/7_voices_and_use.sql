CREATE MACRO money(cents) AS (cents::DECIMAL(18, 2) / 100)::DECIMAL(18, 2);
-- Names run out after some thousands; trades tell apart those that share one.
CREATE MACRO trade(trades, lap) AS CASE WHEN lap = 0 THEN ''
    ELSE ' ' || array_to_string(list_transform(string_split(lap::VARCHAR, ''),
        digit -> trades[digit::INTEGER + 1]), ' ') END;

CREATE TABLE named AS
SELECT account, names[(account - 1) % len(names) + 1] || trade(trades, (account - 1) // len(names)) AS name,
       replace(lower(name), ' ', '-') || '.example' AS domain
FROM customers, words;

-- The stages an account's life went through.
CREATE TABLE lives AS
SELECT account, from_on, stage FROM (
    SELECT account, start_on - trial_days AS from_on, 'trial' AS stage FROM customers
    WHERE trial_days > 0 UNION ALL
    SELECT account, start_on, 'onboarding' FROM stays UNION ALL
    SELECT account, start_on + 90, 'adopting' FROM stays
    WHERE left_on IS NULL OR left_on > start_on + 90 UNION ALL
    SELECT account, start_on + 365, 'established' FROM stays
    WHERE left_on IS NULL OR left_on > start_on + 365 UNION ALL
    SELECT account, left_on, 'lost' FROM stays WHERE left_on IS NOT NULL
) WHERE from_on <= ends_on();

-- Every contact of a customer is asked each quarter how likely a recommendation is, last 40 days ago.
CREATE TABLE sends AS
WITH waves AS (
    SELECT wave, asked_on, month FROM (SELECT w.wave::INTEGER AS wave,
           ends_on() - 40 - 91 * w.wave::INTEGER AS asked_on FROM range(months() // 3) w (wave))
    JOIN months ON asked_on BETWEEN first_on AND last_on
)
SELECT s.account, c.account_id, c.tier, format('{}-P{}', c.account_id, k) AS contact_id, wave * 8 + k AS id,
       format('Q-{:07d}-{}', s.account, wave * 8 + k) AS survey_id,
           at_work(asked_on, 'sent', s.account, wave * 8 + k) AS sent_at,
       coalesce(p.waited, false) AS waited, coalesce(p.fall, 0) AS fall
FROM stays s JOIN customers c USING (account) JOIN range(1, 6) r (k) ON k <= c.contacts
JOIN waves w ON s.start_on <= asked_on AND (s.left_on IS NULL OR s.left_on > asked_on)
LEFT JOIN panel p ON p.account = s.account AND p.month = w.month;

-- The share of all events that falls to each month of each customer: `here` of them after `before` others.
CREATE TABLE busy AS
WITH weighed AS (
    SELECT s.account, s.account_id, s.month, s.month * 2 + s.stay AS cell,
           epoch_us(s.first_on::TIMESTAMP) AS begins_us,
           (s.last_on - s.first_on + 1)::BIGINT AS days,
           t.users::BIGINT AS users, t.kinds::BIGINT AS kinds,
           greatest(1, round(1000 * s.level * t.users * (s.last_on - s.first_on + 1) / 30
               * CASE month(s.first_on) WHEN 12 THEN 0.85 WHEN 8 THEN 0.9 ELSE 1 END))::BIGINT AS weight
    FROM served s JOIN tiers t USING (tier)
), summed AS (
    SELECT *, sum(weight) OVER (ORDER BY month, account, cell ROWS UNBOUNDED PRECEDING)::HUGEINT AS upto,
           sum(weight) OVER ()::HUGEINT AS whole
    FROM weighed
)
SELECT account, account_id, cell, begins_us, days, users, kinds,
       ((upto - weight) * events() // whole)::BIGINT AS before,
       (upto * events() // whole - (upto - weight) * events() // whole)::BIGINT AS here
FROM summed ORDER BY month, account, cell;
