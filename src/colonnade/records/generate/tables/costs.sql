-- A month for each CSM or manager: what is spent on a tier's own accounts names it, the rest serves all.
WITH people AS (
    SELECT segment, count(*) AS heads FROM csms GROUP BY segment UNION ALL
    SELECT NULL, count(DISTINCT manager_id) FROM csms
), spent AS (
    SELECT place, category, each, CASE WHEN of_a_tier THEN segment END AS tier, sum(heads) AS heads
    FROM people, (VALUES (1, 'cs_people', 9000, true), (2, 'cs_tools', 450, false), (3, 'onboarding', 700, true),
        (4, 'support', 5200, true), (5, 'other', 300, false)) c (place, category, each, of_a_tier)
    GROUP BY ALL
)
SELECT date_trunc('month', m.last_on)::DATE AS month, category,
       heads * each + CASE WHEN tier IS NULL THEN pick(category, m.month, -200, 200) ELSE 0 END AS amount,
       'USD' AS currency, tier
FROM months m, spent WHERE m.month >= 0 ORDER BY m.month, place, tier NULLS LAST
