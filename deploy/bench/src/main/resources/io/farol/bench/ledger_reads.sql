-- A deterministic portfolio for LedgerReadBenchmark, learnt at one knowledge point: accounts with five groups, some of which change, and three lines each, with ends, readjustments and freezes.
insert into settings_copy (tenant_id, pos, id, version, reporting_currency, time_zone) values (:tenant, 1, '00000000-0000-0000-0000-000000000001', 1, 'BRL', 'America/Sao_Paulo');

insert into knowledge (tenant_id, pos, stamped_at, batch) values (:tenant, 1, '2026-01-01', 1), (:tenant, 2, '2026-01-02', 2);

create temp table base on commit drop as
select n, md5(:tenant || 'account' || n)::uuid as account_id, date '2023-01-01' + (hashint4(n) & 1023) as starts_on from generate_series(1, :accounts) n;

insert into account_copy (tenant_id, id, version, name, external_id, country, region, sector, channel, seller_name, customer_since, tags)
select :tenant, account_id, 1, 'Account ' || n, 'A-' || n, 'country-' || ((hashint4(n + 3) & 1023) % 7), 'region-' || ((hashint4(n + 2) & 1023) % 7), 'sector-' || ((hashint4(n + 1) & 1023) % 7),
       'channel-' || ((hashint4(n + 4) & 1023) % 7), case when n % 50 = 0 then 'seller-9' else 'seller-' || ((hashint4(n + 5) & 1023) % 7) end, starts_on, case when n % 20 = 0 then array['vip'] else '{}' end
  from base;

insert into account_group (tenant_id, account_id, dim, from_on, pos, value)
select :tenant, account_id, d.dim, '0001-01-01', 2, d.dim || '-' || ((hashint4(n + d.nr) & 1023) % 7)
  from base cross join (values (1, 'sector'), (2, 'region'), (3, 'country'), (4, 'channel'), (5, 'seller')) d (nr, dim);

insert into account_group (tenant_id, account_id, dim, from_on, pos, value)
select :tenant, account_id, 'seller', '2024-09-10', 2, 'seller-9' from base where n % 50 = 0;

create temp table line on commit drop as
select b.n, l.nr, b.account_id, md5(:tenant || 'line' || b.n || '-' || l.nr)::uuid as line_id, md5(:tenant || 'contract' || b.n || '-' || l.nr)::uuid as contract_id, t.starts_on, t.h,
       case when t.h % 5 < 2 then t.starts_on + 30 + t.h % 600 else date '9999-12-31' end as ends_on, 1000000 + t.h::bigint * 7919 % 9000000 as mrr_e4
  from base b
 cross join generate_series(1, 3) l (nr)
 cross join lateral (select hashint4(b.n * 4 + l.nr) & 1048575 as h, b.starts_on + case l.nr when 1 then 0 else (hashint4(b.n * 4 + l.nr) >> 8 & 511) end as starts_on) t;

insert into line_term (tenant_id, line_id, starts_on, pos, ends_on, account_id, contract_id, product_id, quantity, unit_price, discount, billing_period_months, currency, mrr_e4, term_months)
select :tenant, line_id, starts_on, 2, case when nr = 2 then least(ends_on, starts_on + 365) else ends_on end, account_id, contract_id, ('00000000-0000-0000-0000-00000000000' || h % 9)::uuid, 1, 100,
       0, 1, 'BRL', mrr_e4, case h % 4 when 0 then null when 1 then 12 when 2 then 24 else 6 end
  from line;

insert into line_term (tenant_id, line_id, starts_on, pos, ends_on, account_id, contract_id, product_id, quantity, unit_price, discount, billing_period_months, currency, mrr_e4, term_months,
                       change_kind)
select :tenant, line_id, starts_on + 365, 2, ends_on, account_id, contract_id, ('00000000-0000-0000-0000-00000000000' || h % 9)::uuid, 1, 105, 0, 1, 'BRL', mrr_e4 + mrr_e4 / 20,
       case h % 4 when 0 then null when 1 then 12 when 2 then 24 else 6 end, 'READJUSTMENT'
  from line where nr = 2 and ends_on > starts_on + 365;

insert into account_freeze (tenant_id, account_id, id, pos, from_on, until_on, is_billing_suspended)
select :tenant, account_id, md5('freeze' || n)::uuid, 2, starts_on + 200, starts_on + 300, true from base where n % 40 = 0;
