SELECT survey_id, account_id, contact_id, 'nps' AS kind, sent_at FROM sends ORDER BY sent_at::DATE, contact_id
