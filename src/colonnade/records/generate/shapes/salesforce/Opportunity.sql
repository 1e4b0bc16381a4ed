SELECT sf('006', opportunity_id) AS "Id", sf('001', account_id) AS "AccountId",
       kind || ' ' || opportunity_id AS "Name",
       CASE stage WHEN 'Open' THEN 'Negotiation' WHEN 'Won' THEN 'Closed Won'
           ELSE 'Closed Lost' END AS "StageName",
       CASE kind WHEN 'new' THEN 'New Business' WHEN 'expansion' THEN 'Existing Customer - Upgrade'
           ELSE 'Renewal' END AS "Type",
       CASE source WHEN 'cs' THEN 'Customer Success' WHEN 'sales' THEN 'Outbound' WHEN 'marketing' THEN 'Web'
           WHEN 'partner' THEN 'Partner Referral'
            ELSE 'Customer Referral' END AS "LeadSource",
       amount AS "Amount", close_on AS "CloseDate", created_at AS "CreatedDate", is_won AS "IsWon",
           is_closed AS "IsClosed",
       sf('005', owner_id) AS "OwnerId", false AS "IsDeleted"
FROM written.opportunities
