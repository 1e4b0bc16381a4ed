SELECT substr(ticket_id, 3)::BIGINT AS ticket_id, 0 AS reopens, 1 AS replies,
       datediff('minute', opened_at, first_reply_at) AS reply_time_in_minutes_calendar,
       solved_at, 1 AS assignee_stations
FROM written.tickets
