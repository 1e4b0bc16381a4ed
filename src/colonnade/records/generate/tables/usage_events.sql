-- As many as asked for, spread over the months of customers by their use; month after month.
-- BIGINT throughout: a remainder of UBIGINT by BIGINT is worked out as HUGEINT, ten times slower.
SELECT 'E-' || (1000000000 + before + k)::VARCHAR AS event_id, account_id,
       account_id || ['-U01', '-U02', '-U03', '-U04', '-U05', '-U06', '-U07', '-U08', '-U09', '-U10', '-U11',
           '-U12'][1 + (h >> 8) % users] AS user_id,
       CASE (h >> 16) % kinds WHEN 0 THEN 'report_viewed' WHEN 1 THEN 'record_added' WHEN 2
           THEN 'data_exported' ELSE 'dashboard_shared' END AS event,
       make_timestamp(begins_us + ((h >> 24) % days * 86400 + 25200 + (h >> 40) % 39600) * 1000000) AS occurred_at, 1 AS quantity
FROM (SELECT *, (bits('event', account, cell * 4194304 + k) >> 1)::BIGINT AS h
FROM (SELECT *, unnest(range(here)) AS k FROM busy))
