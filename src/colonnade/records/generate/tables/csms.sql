SELECT DISTINCT manager_id AS csm_id, people[pick('manager', hash(manager_id), 1, len(people))] AS name,
       NULL AS manager_id, NULL AS segment,
       first_on() - 400 AS started_on, 40 AS weekly_hours, 0.1 AS variable_pay_share, NULL AS quota
FROM csms, words UNION ALL
SELECT csm_id, people[pick('csm', csm, 1, len(people))], manager_id, segment, first_on() - 400, 40,
       CASE WHEN csm % 12 = 0 THEN 0 ELSE 0.1 END, CASE WHEN tier = 2 THEN 72000 END
FROM csms, words ORDER BY 1
