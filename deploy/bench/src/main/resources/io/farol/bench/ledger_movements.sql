-- The movements of a tenant as the yardstick reads them: months from 2023-01 on as 0 to 35, cents.
create table mov as
select 0 as tenant_id, account_id, month - 2023 * 12 as month, closing_e4 / 100 as mrr_cents, (closing_e4 - opening_e4) / 100 as delta_cents,
       case when opening_e4 = 0 then case when row_number() over (partition by account_id order by month) = 1 then 'new' else 'reactivation' end
            when closing_e4 = 0 then 'churn' when closing_e4 > opening_e4 then 'expansion' else 'contraction' end as kind
  from (select distinct account_id, month, opening_e4, closing_e4 from month_change where tenant_id = :tenant and opening_e4 <> closing_e4 and month < 2026 * 12) c;
