WITH answered AS (
    SELECT *, sent_at + to_days(pick('answered', account, id, 0, 13)) + INTERVAL 1 HOUR AS answered_at,
           CASE WHEN waited OR fall > 0.3 THEN pick('score', account, id, 1, 7)
                ELSE [4, 5, 6, 7, 7, 8, 8, 9, 9, 10][pick('score', account, id, 1, 10)] END AS score
    FROM sends WHERE u('answers', account, id) < CASE tier WHEN 0 THEN 0.30 ELSE 0.25 END
)
SELECT survey_id, account_id, contact_id, 'nps' AS kind, answered_at, score,
       CASE WHEN score < 7 AND u('closed', account, id) < 0.3
           THEN answered_at + to_days(pick('closed in', account, id, 2, 12)) END AS closed_loop_at
FROM answered ORDER BY sent_at::DATE, contact_id
