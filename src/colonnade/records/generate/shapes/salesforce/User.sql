SELECT sf('005', id) AS "Id", lower(id) || '@vendor.example' AS "Username",
       lower(id) || '@vendor.example' AS "Email", id AS "Name",
       '00e000000000001AAA' AS "ProfileId", true AS "IsActive"
FROM (SELECT DISTINCT ae_id AS id FROM written.accounts UNION SELECT csm_id FROM written.csms) ORDER BY 1
