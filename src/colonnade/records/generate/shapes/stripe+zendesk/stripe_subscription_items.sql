SELECT 'si_' || subscription_id AS id, 'sub_' || subscription_id AS subscription,
       'price_' || subscription_id AS price, billed AS quantity FROM bills
