-- Only those who ever paid: trials that came to nothing are not billed.
SELECT cus(account_id) AS id, name, 'billing@' || domain AS email, created_on::TIMESTAMP AS created,
       false AS delinquent, 'usd' AS currency,
       country AS address_country, upper(substr(md5(account_id), 1, 8)) AS invoice_prefix, true AS livemode
FROM written.accounts SEMI JOIN bills USING (account_id)
