-- Of renewals and net retention by quarter: 45 days before its end and, too late to count, 10 days before.
SELECT * FROM (
    SELECT q.period_end - days AS made_on, q.period_end, 'renewal' AS kind,
           round(renewed_cents / 100 * (1 + [0.27, 0.22, -0.24, 0.30][place % 4 + 1] * care), 2) AS amount,
               renewed_cents / 100 AS actual
    FROM quarters q, (VALUES (45, 1.0), (10, 0.3)) v (days, care) UNION ALL
    SELECT q.period_end - days, q.period_end, 'nrr',
           round(nrr + [0.13, 0.15, 0.12, -0.14][place % 4 + 1] * care, 4), round(nrr, 4)
    FROM quarters q, (VALUES (45, 1.0), (10, 0.3)) v (days, care) WHERE nrr IS NOT NULL
) ORDER BY made_on, kind
