-- Yardstick of LedgerReadBenchmark: MRR by kind, logo churn and the parts of 12-month NRR and GRR of 36 months, from movements (table mov).
WITH iv AS (SELECT tenant_id, account_id, month AS f, mrr_cents AS v,
   coalesce(lead(month) OVER (PARTITION BY account_id ORDER BY month), 36) AS t FROM mov),
pos AS (SELECT * FROM iv WHERE v>0),
pairs AS (SELECT i.tenant_id, greatest(i.f+12, j.f) AS s, least(i.t+12, j.t) AS e, j.v AS nv, least(i.v,j.v) AS gv
   FROM pos i JOIN pos j ON i.account_id=j.account_id AND i.f+12 < j.t AND j.f < i.t+12 WHERE i.f+12 < 36),
ev AS (SELECT tenant_id, s AS month, nv, gv, 0::BIGINT AS b FROM pairs UNION ALL SELECT tenant_id, e, -nv, -gv, 0 FROM pairs
   UNION ALL SELECT tenant_id, f+12, 0, 0, v FROM pos UNION ALL SELECT tenant_id, t+12, 0, 0, -v FROM pos),
agg AS (SELECT tenant_id, month, sum(nv) nv, sum(gv) gv, sum(b) b FROM ev WHERE month<36 GROUP BY 1,2),
cum AS (SELECT tenant_id, month, sum(nv) OVER w AS nrr_num, sum(gv) OVER w AS grr_num, sum(b) OVER w AS base12 FROM agg WINDOW w AS (PARTITION BY tenant_id ORDER BY month)),
mv AS (SELECT tenant_id, month, sum(delta_cents) d, sum(CASE WHEN kind='new' THEN delta_cents ELSE 0 END) new_mrr, sum(CASE WHEN kind='reactivation' THEN delta_cents ELSE 0 END) react_mrr,
   sum(CASE WHEN kind='expansion' THEN delta_cents ELSE 0 END) exp_mrr, sum(CASE WHEN kind='contraction' THEN -delta_cents ELSE 0 END) con_mrr,
   sum(CASE WHEN kind='churn' THEN -delta_cents ELSE 0 END) churn_mrr, sum(CASE WHEN kind='churn' THEN 1 ELSE 0 END) logos_lost,
   sum(CASE WHEN kind IN('new','reactivation') THEN 1 WHEN kind='churn' THEN -1 ELSE 0 END) dl FROM mov GROUP BY 1,2),
mc AS (SELECT *, sum(d) OVER w AS mrr, sum(dl) OVER w - dl AS logos_open FROM mv WINDOW w AS (PARTITION BY tenant_id ORDER BY month))
SELECT mc.tenant_id, mc.month, mrr, new_mrr, react_mrr, exp_mrr, con_mrr, churn_mrr, logos_lost, logos_open, coalesce(base12,0) AS base12, coalesce(nrr_num,0) AS nrr_num, coalesce(grr_num,0) AS grr_num
FROM mc LEFT JOIN cum USING (tenant_id, month) ORDER BY 1,2
