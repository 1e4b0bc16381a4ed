-- Typed in by CSMs every four weeks; three leavers in ten are seen to fall before they give notice.
WITH leaving AS (SELECT account, notice_on, steady(row_number() OVER (ORDER BY left_on, account), 0.3) AS seen
FROM leavers),
scored AS (
    SELECT s.account, s.stay, c.account_id, s.start_on, l.notice_on,
           coalesce(l.seen, false) AND s.stay = 1 AS seen,
           least(ends_on(), coalesce(s.left_on, ends_on())) - pick('scored', s.account, 8, 40) AS last_on
    FROM stays s JOIN customers c USING (account) LEFT JOIN leaving l ON l.account = s.account AND s.stay = 1
    LEFT JOIN present p ON p.account = s.account AND p.stay = s.stay
    WHERE CASE WHEN p.account IS NULL THEN u('scores', s.account) < 0.8 OR l.seen
               ELSE steady(p.place, [1.0, 0.94, 0.66][p.tier + 1]) END
), days AS (
    SELECT s.*, k, last_on - 28 * k AS on_day FROM scored s,
           (SELECT unnest(range(months() + months() // 6))::INTEGER AS k) r
    WHERE last_on - 28 * k >= greatest(s.start_on, first_on())
), typed AS (
    SELECT *, CASE WHEN u('usual', account) < 0.7 THEN 82 ELSE 55 END + pick('mood', account, k, -3, 3)
           - CASE WHEN on_day > notice_on - CASE WHEN seen THEN 40 ELSE 0 END THEN 27 ELSE 0 END AS score
    FROM days
)
SELECT account_id, at_work(on_day, 'scored', account, k) AS occurred_at, 'overall' AS kind, score,
       CASE WHEN score >= 70 THEN 'green' WHEN score >= 40 THEN 'yellow' ELSE 'red' END AS band,
           'manual' AS method,
       'opinion of the CSM; open tickets' AS inputs
FROM typed ORDER BY account, on_day
