-- Slow support replies late two times in five and takes six times as long.
WITH opened AS (
    SELECT s.*, k, s.account::BIGINT * 4096 + s.month * 8 + k AS ticket,
           at_work(s.first_on + pick('ticket', s.account, s.month * 8 + k, 0, s.last_on - s.first_on), 'opened',
               s.account, s.month * 8 + k) AS opened_at
    FROM served s JOIN tiers t USING (tier), range(1, 4) r (k)
    WHERE k <= floor(t.tickets * CASE WHEN s.slow THEN 1.5 ELSE 1 END + u('tickets', s.account, s.month))
), ranked AS (
    SELECT *, CASE WHEN u('rank', ticket) < 0.15 THEN 'urgent' WHEN u('rank', ticket) < 0.4 THEN 'high'
           ELSE 'normal' END AS priority,
           CASE priority WHEN 'urgent' THEN 4 WHEN 'high' THEN 8 ELSE 24 END * 3600 AS promised
    FROM opened
), replied AS (
    SELECT *, opened_at + to_seconds((promised * CASE WHEN u('late', ticket) < CASE WHEN slow THEN 0.4
           ELSE 0.04 END
               THEN 1.2 + 2.8 * u('reply', ticket) ELSE 0.1 + 0.8 * u('reply', ticket) END)::BIGINT) AS reply_at
    FROM ranked
), solved AS (
    SELECT *, reply_at + to_seconds((promised * (0.5 + 2.5 * u('solve', ticket)) * CASE WHEN slow THEN 6
           ELSE 1 END)::BIGINT) AS solve_at
    FROM replied
)
SELECT format('T-{}', ticket) AS ticket_id, account_id, opened_at, known(reply_at) AS first_reply_at,
       opened_at + to_seconds(promised::BIGINT) AS reply_due_at, known(solve_at) AS solved_at, priority,
       u('escalated', ticket) < CASE WHEN slow THEN 0.25 ELSE 0.03 END AS escalated,
       CASE WHEN known(solve_at) IS NOT NULL AND u('rated', ticket) < 0.5
            THEN CASE WHEN slow THEN pick('stars', ticket, 1, 4)
                ELSE pick('stars', ticket, 3, 5) END END AS satisfaction
FROM solved ORDER BY account, month, k
