SELECT sf('500', ticket_id) AS "Id", lpad(row_number() OVER ()::VARCHAR, 8, '0') AS "CaseNumber",
       sf('001', account_id) AS "AccountId", 'Email' AS "Origin",
       CASE WHEN solved_at IS NULL THEN 'Working' ELSE 'Closed' END AS "Status",
       CASE priority WHEN 'urgent' THEN 'Urgent' WHEN 'high' THEN 'High' ELSE 'Normal' END AS "Priority",
           escalated AS "IsEscalated",
       opened_at AS "CreatedDate", solved_at AS "ClosedDate", false AS "IsDeleted"
FROM written.tickets
