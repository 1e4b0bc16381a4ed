SELECT sf('003', contact_id) AS "Id", sf('001', account_id) AS "AccountId",
       split_part(email, '.', 2) AS "LastName", email AS "Email",
       title AS "Title", created_at AS "CreatedDate", last_active_at::DATE AS "LastActivityDate",
           false AS "IsDeleted"
FROM written.contacts
