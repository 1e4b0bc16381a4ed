SELECT account_id, at_work(least(ends_on(), start_on + pick('handed', account, 0, 5)), 'handed',
       account) AS occurred_at,
       steady(row_number() OVER (ORDER BY start_on, account), 0.65) AS complete
FROM customers WHERE NOT only_tried AND month >= 0 ORDER BY start_on, account
