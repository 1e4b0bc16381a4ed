-- Of an enterprise's contacts two or three were active lately, of others one or two.
WITH each AS (
    SELECT c.*, k, s.left_on, k <= CASE WHEN c.tier = 0 THEN 2 ELSE 1 END + c.account // 10 % 2 AS lately,
           CASE WHEN p.account IS NULL THEN coalesce(s.left_on, c.start_on) ELSE ends_on() END AS until
    FROM customers c LEFT JOIN stays s ON s.account = c.account AND s.stay = 1
    LEFT JOIN present p ON p.account = c.account, range(1, 6) r (k) WHERE k <= c.contacts
), seen AS (
    SELECT *, least(until, ends_on()) - CASE WHEN lately THEN pick('seen', account, k, 1, 80)
           ELSE pick('seen', account, k, 110, 400) END AS day
    FROM each
)
SELECT format('{}-P{}', account_id, k) AS contact_id, account_id,
       format('{}.{}@{}', lower(replace(people[pick('person', account, k, 1, len(people))], ' ', '.')), k,
           domain)
           AS email,
       titles[(k - 1) % len(titles) + 1] AS title,
           CASE WHEN k = 5 THEN 'executive' ELSE 'manager' END AS seniority,
       CASE k WHEN 1 THEN 'champion' WHEN 5 THEN 'sponsor' ELSE 'user' END AS role,
       at_work(start_on - trial_days, 'contact', account, k) AS created_at,
       CASE WHEN day >= start_on OR lately THEN at_work(greatest(day, start_on - trial_days), 'seen', account,
           k) END AS last_active_at
FROM seen JOIN named USING (account), words ORDER BY account, k
