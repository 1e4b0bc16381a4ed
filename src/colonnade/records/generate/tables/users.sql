SELECT format('{}-U{:02d}', account_id, k) AS user_id, account_id,
       at_work(start_on - trial_days, 'user', account, k) AS created_at
FROM customers, range(1, 13) r (k) WHERE k <= users ORDER BY account, k
