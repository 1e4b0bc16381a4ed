SELECT account_id, ['reference', 'review', 'case'][pick('act', account, 1, 3)] AS kind,
       at_work(greatest(start_on, ends_on() - pick('acted', account, 20, 300)), 'acted', account) AS occurred_at
FROM present WHERE steady(place_of_all, 0.05) ORDER BY account
