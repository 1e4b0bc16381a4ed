SELECT c.account_id, n.name, n.domain,
       CASE WHEN m.account IS NULL THEN c.segment ELSE 'mid_market' END AS segment, c.plan,
       industries[pick('industry', c.account, 1, len(industries))] AS industry,
       countries[pick('country', c.account, 1, len(countries))] AS country,
       regions[pick('country', c.account, 1, len(countries))] AS region,
       c.users * pick('employees', c.account, 20, 120) AS employees, 'USD' AS currency,
       format('CSM-{:03d}', coalesce(m.csm, c.csm)) AS csm_id,
           format('AE-{}', pick('ae', c.account, 1, 40)) AS ae_id,
       c.start_on - c.trial_days AS created_on, l.stage AS lifecycle_stage,
       c.touch AS touch_model, c.potential AS expansion_potential
FROM customers c JOIN named n USING (account) LEFT JOIN moves m USING (account)
LEFT JOIN (SELECT account, max_by(stage, from_on) AS stage FROM lives GROUP BY account) l USING (account), words
ORDER BY c.account
