SELECT 'price_' || subscription_id AS id, 'prod_' || product AS product,
       each_cents * CASE WHEN yearly THEN 12 ELSE 1 END AS unit_amount, 'usd' AS currency,
       CASE WHEN yearly THEN 'year' ELSE 'month' END AS recurring_interval, 1 AS recurring_interval_count,
       'licensed' AS recurring_usage_type, 'recurring' AS type, true AS active
FROM bills
