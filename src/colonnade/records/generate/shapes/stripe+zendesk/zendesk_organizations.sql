SELECT org(account_id) AS id, name, domain AS domain_names, cus(account_id) AS external_id,
       created_on::TIMESTAMP AS created_at, false AS shared_tickets
FROM written.accounts SEMI JOIN bills USING (account_id)
