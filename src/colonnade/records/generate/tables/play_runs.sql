SELECT run_id, play_id, format('A-{:07d}', account) AS account_id,
       CASE WHEN is_automatic THEN 'automatic' ELSE 'manual' END AS trigger,
       started_at, due_at, completed_at, CASE WHEN completed_at IS NOT NULL THEN 'done' END AS outcome
FROM runs ORDER BY run_id
