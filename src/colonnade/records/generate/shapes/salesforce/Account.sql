SELECT sf('001', account_id) AS "Id", name AS "Name", 'Customer' AS "Type", NULL AS "ParentId",
       'https://www.' || domain AS "Website",
       industry AS "Industry", employees * 100000 AS "AnnualRevenue", employees AS "NumberOfEmployees",
           country AS "BillingCountry",
       sf('005', ae_id) AS "OwnerId", created_on::TIMESTAMP AS "CreatedDate", false AS "IsDeleted",
           NULL AS "MasterRecordId"
FROM written.accounts
