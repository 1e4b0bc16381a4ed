-- Tiers: book is the accounts a CSM holds, leaving the monthly odds of giving notice when all is well.
CREATE TABLE tiers AS FROM (VALUES
    (0, 'enterprise', 'Scale',   120, 320, 5500, 12, 5, 4, 1.0, 3, 60, 15, 55, 90, 0.0015, 10),
    (1, 'mid_market', 'Growth',   20,  60, 4500,  5, 2, 3, 0.5, 2, 40, 35, 85, 60, 0.0060, 40),
    (2, 'smb',        'Starter',   3,   9, 2500,  2, 1, 2, 0.2, 1, 20, 30, 95, 45, 0.0110, 350)
) t (tier, segment, plan, seats_low, seats_high, seat_cents, users, contacts, kinds, tickets, touches, minutes,
     potential_low, potential_high, onboarding_days, leaving, book);

CREATE TABLE csms AS
WITH sized AS (SELECT tier, segment, greatest(1,
    round(accounts() * [0.10, 0.25, 0.65][tier + 1] / book))::INTEGER AS size FROM tiers),
     placed AS (SELECT *, (sum(size) OVER (ORDER BY tier) - size)::INTEGER AS before FROM sized)
SELECT tier, segment, size, before, (before + place)::INTEGER AS csm,
       format('CSM-{:03d}', before + place) AS csm_id,
           format('MGR-{:02d}', (before + place - 1) // 8 + 1) AS manager_id
FROM placed, range(1, size + 1) r (place) ORDER BY csm;

-- Accounts come in the order of their numbers, as many by each month as `months.ever` says; month -1 is before.
CREATE TABLE customers AS
WITH numbered AS (
    SELECT n::INTEGER AS account,
           CASE WHEN n % 20 IN (3, 13) THEN 0 WHEN n % 20 IN (1, 5, 9, 15, 19) THEN 1 ELSE 2 END AS tier,
           n % 37 = 5 AS only_tried
    FROM range(1, accounts() + 1) r (n)
), arrived AS (
    SELECT n.*, m.month,
           CASE WHEN m.month < 0 THEN m.last_on - pick('came', n.account, 0, 900)
                ELSE m.first_on + pick('came', n.account, 0, m.days - 1) END AS start_on
    FROM numbered n JOIN months m ON n.account > m.ever_before AND n.account <= m.ever
)
SELECT a.account, format('A-{:07d}', a.account) AS account_id, a.only_tried, a.month, a.start_on, t.*,
       CASE WHEN a.only_tried OR a.month >= 0 AND u('tried', a.account) < 0.5
            THEN CASE WHEN u('trial', a.account) < 0.5 THEN 14 ELSE 30 END ELSE 0 END AS trial_days,
       pick('seats', a.account, t.seats_low, t.seats_high) AS seats,
       t.seat_cents + pick('price', a.account, -(t.seat_cents // 10), t.seat_cents // 10) AS cents,
       pick('potential', a.account, t.potential_low, t.potential_high) AS potential,
       CASE a.tier WHEN 0 THEN 'human' WHEN 1 THEN ['human', 'human', 'pooled'][a.account // 20 % 3 + 1]
            ELSE ['digital', 'pooled', 'digital', 'human', 'digital', 'pooled', 'digital', 'digital', 'pooled',
                  'digital'][a.account // 20 % 10 + 1] END AS touch,
       c.before + pick('book', a.account, 1, c.size) AS csm
FROM arrived a JOIN tiers t USING (tier) JOIN (SELECT DISTINCT tier, before, size FROM csms) c USING (tier)
ORDER BY a.account;

-- Every month of an account from its arrival on, as it would be if it stayed.
CREATE TABLE panel AS
SELECT account, tier, m.month, m.first_on, m.days, seats, leaving,
       level(account, m.month) * (1 - CASE WHEN c.month < 0 THEN 0
           ELSE 0.4 * pow(0.55, m.month - c.month) END) AS level,
       greatest(0, 1 - level(account, m.month) / level(account, m.month - 3)) AS fall,
       is_slow(account, m.month) OR is_slow(account, m.month - 1) AS waited,
       is_helped(account, m.month) AS helped,
       m.month - c.month >= 4 OR c.month < 0 AS may_move
FROM customers c JOIN months m ON m.month >= greatest(c.month, 0)
WHERE NOT only_tried;
