SELECT account_id, start_on AS created_on,
       ['fewer manual reports', 'one view of all sites',
           'faster month end'][pick('goal', account, 1, 3)] AS goal,
       at_work(greatest(start_on, ends_on() - pick('updated', account, 20, 260)), 'updated',
           account) AS updated_at, u('agreed', account) < 0.6 AS agreed
FROM present WHERE tier < 2 AND u('planned', account) < CASE tier WHEN 0 THEN 0.8 ELSE 0.4 END ORDER BY account
