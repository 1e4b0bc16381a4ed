WITH acted AS (
    SELECT *, hash(reason, month) AS id, CASE WHEN u('soon', account, id) < 0.35
           THEN raised_at + to_hours(pick('hours', account, id, 1, 47))
               WHEN u('later', account, id) < 0.6 THEN raised_at + to_hours(pick('hours', account, id, 60,
                   400)) END AS act_at,
           raised_at + to_days(pick('resolved', account, id, 20, 80)) AS end_at
    FROM story_alerts
), risks AS (
    SELECT account, format('R-{:07d}-{}{}', account, upper(reason[1]), month) AS alert_id, account_id,
           'risk' AS kind, reason, raised_at,
           known(act_at) AS acted_at, CASE WHEN known(act_at) IS NOT NULL THEN known(end_at) END AS resolved_at,
           CASE WHEN resolved_at IS NULL THEN NULL WHEN left_on > raised_at
               AND notice_on <= raised_at + INTERVAL 120 DAY THEN 'lost'
                WHEN play_id IS NOT NULL AND helps(reason, account, month) OR u('saved', account, id) < 0.12
                    THEN 'saved' ELSE 'unchanged' END AS outcome
    FROM acted UNION ALL
    SELECT account, format('R-{:07d}-E', account), account_id, 'expansion', 'seat_limit',
           at_work(greatest(start_on, ends_on() - pick('limit', account, 5, 150)), 'limit', account), NULL,
               NULL, NULL
    FROM signalled
)
SELECT * EXCLUDE (account) FROM risks ORDER BY account, raised_at, alert_id
