-- A deterministic base for LedgerRebuildBenchmark: accounts with five groups each and three lines, learnt at one knowledge point. One line in ten is readjusted after a year, one in twenty in
-- dollars; one account in fifty changes its seller, one in a hundred is frozen for a while, one in forty has lines of several terms.
insert into settings_copy (tenant_id, pos, id, version, reporting_currency, time_zone) values ('bench', 1, '00000000-0000-0000-0000-000000000001', 1, 'BRL', 'America/Sao_Paulo');

insert into rate_copy (tenant_id, id, pos, version, currency, rated_on, rate)
select 'bench', md5('rate' || n)::uuid, 1, 1, 'USD', date '2022-12-15' + 30 * n, 5 + (hashint4(n) & 1023) / 1024.0 from generate_series(0, 47) n;

create temp table base on commit drop as
select n, md5('account' || n)::uuid as account_id, date '2023-01-01' + (hashint4(n) & 1023) as starts_on from generate_series(1, :accounts) n;

insert into account_group (tenant_id, account_id, dim, from_on, pos, value)
select 'bench', account_id, d.dim, '0001-01-01', 2, d.dim || '-' || ((hashint4(n + d.nr) & 1023) % 7)
  from base cross join (values (1, 'sector'), (2, 'region'), (3, 'country'), (4, 'channel'), (5, 'seller')) d (nr, dim);

insert into account_group (tenant_id, account_id, dim, from_on, pos, value)
select 'bench', account_id, 'seller', '2024-09-10', 2, 'seller-9' from base where n % 50 = 0;

insert into account_freeze (tenant_id, account_id, id, pos, from_on, until_on, is_billing_suspended)
select 'bench', account_id, md5('freeze' || n)::uuid, 2, starts_on + 100, starts_on + 190, true from base where n % 100 = 1;

create temp table line on commit drop as
select b.n, l.nr, b.account_id, md5('line' || b.n || '-' || l.nr)::uuid as line_id, t.h, t.starts_on, case when t.h % 5 < 2 then t.starts_on + 30 + t.h % 600 else date '9999-12-31' end as ends_on,
       1000000 + t.h::bigint * 7919 % 9000000 as mrr_e4, t.starts_on + 365 as readjusted_on
  from base b
 cross join generate_series(1, 3) l (nr)
 cross join lateral (select hashint4(b.n * 4 + l.nr) & 1048575 as h, b.starts_on + case l.nr when 1 then 0 else (hashint4(b.n * 4 + l.nr) >> 8 & 511) end as starts_on) t;

insert into line_term (tenant_id, line_id, starts_on, pos, ends_on, account_id, contract_id, product_id, quantity, unit_price, discount, billing_period_months, currency, mrr_e4, change_kind, term_months)
select 'bench', line_id, p.starts_on, 2, p.ends_on, account_id, md5('contract' || n || '-' || nr)::uuid, ('00000000-0000-0000-0000-00000000000' || h % 9)::uuid, 1, 100, 0, 1,
       case when h % 20 = 3 then 'USD' else 'BRL' end, p.mrr_e4, p.change_kind, case when n % 40 = 0 and nr = 2 then 24 else 12 end
  from line
 cross join lateral (
    select starts_on, case when h % 10 = 7 then least(ends_on, readjusted_on) else ends_on end, mrr_e4, null
    union all
    select readjusted_on, ends_on, mrr_e4 + mrr_e4 / 20, 'READJUSTMENT' where h % 10 = 7 and readjusted_on < ends_on) p (starts_on, ends_on, mrr_e4, change_kind);
