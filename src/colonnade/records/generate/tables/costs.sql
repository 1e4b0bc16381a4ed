-- A month for each CSM or manager.
SELECT date_trunc('month', m.last_on)::DATE AS month, category,
       (SELECT count(*) + count(DISTINCT manager_id) FROM csms) * each
       + pick(category, m.month, -200, 200) AS amount, 'USD' AS currency
FROM months m, (VALUES (1, 'cs_people', 9000), (2, 'cs_tools', 450), (3, 'onboarding', 700),
    (4, 'support', 5200), (5, 'other', 300)) c (place, category, each)
WHERE m.month >= 0 ORDER BY m.month, place
