-- Meetings of every month, business reviews of every quarter with some of those served by people, late talks; and
-- one mail on the last day, so that the records end where they say.
WITH met AS (
    SELECT s.account, s.account_id, s.csm, s.first_on + pick('met', s.account, s.month * 8 + k, 0,
           s.last_on - s.first_on) AS on_day,
           CASE WHEN s.touch = 'digital' THEN 'digital'
               ELSE ['call', 'meeting', 'email'][pick('kind', s.account, s.month * 8 + k, 1, 3)] END AS kind,
           CASE WHEN s.touch = 'digital' THEN NULL ELSE t.minutes END AS minutes,
           CASE WHEN s.touch = 'digital' THEN true ELSE u('own accord', s.account,
               s.month * 8 + k) < 0.51 END AS proactive,
           s.touch <> 'digital' AND u('talk', s.account, s.month * 8 + k) < 0.06 AS talk,
               format('M{}-{}', s.month, k) AS id
    FROM served s JOIN tiers t USING (tier), range(1, 4) r (k)
    WHERE CASE s.touch WHEN 'human' THEN k <= t.touches WHEN 'pooled' THEN k = 1 ELSE k = 1
        AND (s.month + s.account) % 2 = 0 END
), reviewed AS (
    SELECT p.*, q, CASE WHEN steady(p.place, CASE p.tier WHEN 0 THEN 0.67 ELSE 0.3 END)
           THEN ends_on() - pick('review', p.account, 5, 85) - 91 * q
                        WHEN q = 0 THEN ends_on() - pick('review', p.account, 150, 300) END AS on_day
    FROM present p, (SELECT unnest(range(4))::INTEGER AS q) r WHERE p.tier < 2 AND p.touch = 'human'
)
SELECT format('{}-{}', account_id, id) AS touchpoint_id, account_id, format('CSM-{:03d}', csm) AS csm_id, kind,
       at_work(on_day, 'touch', account, hash(id)) AS occurred_at, proactive, talk AS expansion_talk,
       CASE WHEN minutes IS NOT NULL THEN round(minutes * CASE kind WHEN 'email' THEN 0.25 WHEN 'call' THEN 1
           ELSE 1.5 END
           * (0.7 + 0.6 * u('minutes', account, hash(id)))) END AS minutes
FROM (
    SELECT account, account_id, csm, on_day, kind, minutes, proactive,
           talk AND NOT (on_day >= ends_on() - 95 AND account IN (SELECT account FROM signalled)) AS talk, id
           FROM met UNION ALL
    SELECT account, account_id, csm, on_day, 'qbr', minutes, true, false, format('Q{}', q) FROM reviewed
    WHERE on_day >= start_on UNION ALL
    SELECT account, account_id, csm, greatest(start_on, ends_on() - pick('late talk', account, 3, 80)), 'call',
           minutes, true, true, 'L'
    FROM signalled WHERE steady(signal, 0.35) UNION ALL
    SELECT account, account_id, csm, ends_on(), 'digital', NULL, true, false, 'Z' FROM present
    WHERE place_of_all = 1
) ORDER BY account, on_day, id
