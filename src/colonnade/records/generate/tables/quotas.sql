SELECT csm_id, q.period_start, q.period_end, 18000 AS quota,
       money(1800 * pick('attained', csm, q.place, 450, 750)) AS attained
FROM csms, quarters q WHERE tier = 2 ORDER BY q.period_end, csm
