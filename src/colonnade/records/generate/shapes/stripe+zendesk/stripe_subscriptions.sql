-- Each line its own subscription, as a change of seats without proration ends one and starts another.
SELECT 'sub_' || subscription_id AS id, cus(account_id) AS customer,
       CASE WHEN end_on <= ends_on() THEN 'canceled' ELSE 'active' END AS status,
       start_on::TIMESTAMP AS start_date, start_on::TIMESTAMP AS created,
           CASE WHEN end_on <= ends_on() THEN end_on::TIMESTAMP END AS ended_at,
       notice_on::TIMESTAMP AS canceled_at, end_on > ends_on() IS TRUE AS cancel_at_period_end,
           end_on::TIMESTAMP AS cancel_at,
       coalesce(end_on, ends_on() + 30)::TIMESTAMP AS current_period_end, 'usd' AS currency, true AS livemode
FROM bills
