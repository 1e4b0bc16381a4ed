SELECT play_id, name, intent, signal, 'MGR-01' AS owner_id,
       CASE WHEN play_id = 'P-5' THEN (ends_on() - INTERVAL 10 MONTH)::DATE
           ELSE first_on() - 60 END AS published_on
FROM (VALUES ('P-1', 'Use is falling', 'retention', 'usage_drop'),
    ('P-2', 'Support was slow', 'retention', 'slow_support'),
             ('P-3', 'First ninety days', 'onboarding', 'new_customer'),
                 ('P-4', 'Renewal ahead', 'retention', 'renewal_due'),
             ('P-5', 'Champion leaves', 'retention', 'champion_left')) p (play_id, name, intent, signal)
             ORDER BY play_id
