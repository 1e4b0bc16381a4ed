SELECT substr(ticket_id, 3)::BIGINT AS id, org(account_id) AS organization_id,
       org(account_id) * 10 AS requester_id, org(account_id) * 10 AS submitter_id, 9 AS assignee_id,
       CASE WHEN solved_at IS NULL THEN 'open' ELSE 'closed' END AS status, priority, opened_at AS created_at,
       CASE WHEN satisfaction IS NULL THEN 'unoffered' WHEN satisfaction >= 4 THEN 'good'
           ELSE 'bad' END AS satisfaction_rating_score
FROM written.tickets
