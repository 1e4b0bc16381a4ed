SELECT DISTINCT 'prod_' || product AS id, product AS name, NULL AS statement_descriptor, 'seat' AS unit_label,
       false AS shippable, true AS livemode FROM bills ORDER BY 1
