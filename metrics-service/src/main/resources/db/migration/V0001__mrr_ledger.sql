-- The MRR ledger: what metrics-service knows of contracts (facts) and what follows from it (the ledger).
--
-- Time. Two clocks, never mixed:
--   *_on, *_day, month   business time. Ranges are half-open; 9999-12-31 = open, 0001-01-01 = since ever.
--                        month is a number: year * 12 + (month of year - 1), farol_month(date); 2026-03 = 24314.
--   pos, pos_to          knowledge: the feed position of the batch by which a row became true and by which it ceased to be; pos_to = 9223372036854775807: still believed.
--                        What was believed at K:  pos <= K and K < pos_to.  K of an instant: knowledge.
-- Money is bigint in 1/10,000; columns without a currency beside them are in the reporting currency.
-- gen = generation of the ledger: a rebuild fills gen + 1 while gen is read, then moves ledger_generation.active_gen. Facts have no generation; a rebuild derives everything else from them.

create function farol_month(day date) returns integer
    language sql immutable parallel safe strict
    return date_part('year', day)::integer * 12 + date_part('month', day)::integer - 1;

-- Whole months from a day to an exclusive end, a begun month counts; null when either is open.
create function months_between(starts_on date, ends_on date) returns integer
    language sql immutable parallel safe strict
    return greatest(1, (farol_month(ends_on) - farol_month(starts_on) + case when extract(day from ends_on) > extract(day from starts_on) then 1 else 0 end))::integer;

create function farol_month_text(month integer) returns text
    language sql immutable parallel safe strict
    return lpad((month / 12)::text, 4, '0') || '-' || lpad((month % 12 + 1)::text, 2, '0');

-- Tickets that are much alike: the least amount above 0 with the same first seven bits.
create function farol_ticket_bucket(mrr_e4 bigint) returns bigint
    language sql immutable parallel safe
    return mrr_e4 >> greatest(0, length(ltrim(mrr_e4::bit(64)::text, '0')) - 7) << greatest(0, length(ltrim(mrr_e4::bit(64)::text, '0')) - 7);

-- Which generation is read. A tenant without a row reads generation 1.
create table ledger_generation (
    tenant_id       text collate "C" not null,
    active_gen      integer          not null default 1,
    constraint ledger_generation_pk primary key (tenant_id)
);
select farol_protect('ledger_generation');

-- Knowledge points: one row per applied stamping batch that touched this tenant. pos = position of the tenant's last event in the batch (later, if an event that had been parked comes late);
-- stamped_at is what knownAt names: K of knownAt = the greatest pos with stamped_at <= knownAt. Both strictly increase together.
create table knowledge (
    tenant_id       text collate "C" not null,
    pos             bigint           not null,
    stamped_at      timestamptz      not null,
    batch           bigint           not null,
    constraint knowledge_pk primary key (tenant_id, pos)
);
create index knowledge_by_stamp on knowledge (tenant_id, stamped_at);
select farol_protect('knowledge');

-- FACTS ---------------------------------------------------------------------------------------------------------------------------------------------------------------------

-- The tenant's settings as the feed told them.
create table settings_copy (
    tenant_id           text collate "C" not null,
    pos                 bigint           not null,
    pos_to              bigint           not null default 9223372036854775807,
    id                  uuid             not null,
    version             bigint           not null,
    reporting_currency  char(3)          not null,
    time_zone           text             not null,
    language            text,
    go_live_on          date,
    business_date       date,
    constraint settings_copy_pk primary key (tenant_id, pos)
);
select farol_protect('settings_copy');

-- Exchange rates: units of the reporting currency for 1 unit of currency, in force from rated_on until the next rated_on.
create table rate_copy (
    tenant_id       text collate "C" not null,
    id              uuid             not null,
    pos             bigint           not null,
    pos_to          bigint           not null default 9223372036854775807,
    version         bigint           not null,
    currency        char(3)          not null,
    rated_on        date             not null,
    rate            numeric          not null,
    constraint rate_copy_pk primary key (tenant_id, id, pos)
);
create index rate_copy_by_day on rate_copy (tenant_id, currency, rated_on desc);
select farol_protect('rate_copy');

-- The account as it is now, for display, filters and sorting; the dated parts that figures follow from are in account_freeze and account_group.
create table account_copy (
    tenant_id           text collate "C" not null,
    id                  uuid             not null,
    version             bigint           not null,
    is_deleted          boolean          not null default false,
    name                text             not null,
    external_id         text,
    tax_id              text,
    country             text,
    region              text,
    sector              text,
    channel             text,
    seller_name         text,
    parent_account_id   uuid,
    employees           bigint,
    area_employees      bigint,
    annual_revenue_e4   bigint,
    currency            text,
    customer_since      date,
    activated_on        date,
    is_archived         boolean          not null default false,
    tags                text[]           not null default '{}',
    attributes          jsonb            not null default '{}',
    constraint account_copy_pk primary key (tenant_id, id)
);
select farol_protect('account_copy');

-- The product as it is now.
create table product_copy (
    tenant_id       text collate "C" not null,
    id              uuid             not null,
    version         bigint           not null,
    code            text             not null,
    name            text             not null,
    kind            text,
    solution_area   text,
    is_active       boolean          not null default true,
    constraint product_copy_pk primary key (tenant_id, id)
);
select farol_protect('product_copy');

-- The contract as it is now; its lines are in line_term.
create table contract_copy (
    tenant_id           text collate "C" not null,
    id                  uuid             not null,
    version             bigint           not null,
    account_id          uuid             not null,
    external_id         text,
    signed_on           date,
    term_starts_on      date,
    term_ends_on        date,
    is_auto_renewing    boolean          not null default false,
    cancelled_on        date,
    churn_reason        text,
    constraint contract_copy_pk primary key (tenant_id, id)
);
create index contract_copy_by_account on contract_copy (tenant_id, account_id);
select farol_protect('contract_copy');

-- One stretch of a contract line with the same terms, one-off charges included (mrr_e4 = 0). mrr_e4 is in currency, as accounts-service computed it.
-- term_months: length of the contract's term in months, rounded up; null = open term.
create table line_term (
    tenant_id               text collate "C" not null,
    line_id                 uuid             not null,
    starts_on               date             not null,
    pos                     bigint           not null,
    pos_to                  bigint           not null default 9223372036854775807,
    ends_on                 date             not null,
    account_id              uuid             not null,
    contract_id             uuid             not null,
    product_id              uuid             not null,
    quantity                numeric          not null,
    unit_price              numeric          not null,
    discount                numeric          not null,
    billing_period_months   integer          not null,
    currency                char(3)          not null,
    mrr_e4                  bigint           not null,
    change_kind             text,
    amendment_id            uuid,
    churn_reason            text,
    term_months             integer,
    constraint line_term_pk primary key (tenant_id, line_id, starts_on, pos),
    constraint line_term_not_negative check (mrr_e4 >= 0)
);
create index line_term_by_account on line_term (tenant_id, account_id);
create index line_term_by_currency on line_term (tenant_id, currency, starts_on) where pos_to = 9223372036854775807;
create index line_term_by_contract on line_term (tenant_id, contract_id) where pos_to = 9223372036854775807;
select farol_protect('line_term');

create table account_freeze (
    tenant_id               text collate "C" not null,
    account_id              uuid             not null,
    id                      uuid             not null,
    pos                     bigint           not null,
    pos_to                  bigint           not null default 9223372036854775807,
    from_on                 date             not null,
    until_on                date             not null,
    reason                  text,
    is_billing_suspended    boolean          not null,
    constraint account_freeze_pk primary key (tenant_id, account_id, id, pos)
);
select farol_protect('account_freeze');

-- An account's value of a grouping dimension from a day on; value NONE = none.
create table account_group (
    tenant_id       text collate "C" not null,
    account_id      uuid             not null,
    dim             text collate "C" not null,
    from_on         date             not null,
    pos             bigint           not null,
    pos_to          bigint           not null default 9223372036854775807,
    value           text collate "C" not null,
    constraint account_group_pk primary key (tenant_id, account_id, dim, from_on, pos)
);
select farol_protect('account_group');

-- LEDGER --------------------------------------------------------------------------------------------------------------------------------------------------------------------

-- A line's recurring stretch in both currencies. rate is that in force on from_day (rate_day = the day it was rated on), kept for the whole stretch; 1 in the reporting currency.
-- mrr_rc_e4 null = no rate was known: the line is UNCONVERTED, counts in no sum, and answers must say so:
--   select … from line_piece where mrr_rc_e4 is null and from_day <= d and d < until_day and pos <= K and K < pos_to.
-- change_kind, amendment_id: what made the stretch begin; churn_reason: why the line ended, if it did.
create table line_piece (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    line_id         uuid             not null,
    from_day        date             not null,
    pos             bigint           not null,
    pos_to          bigint           not null default 9223372036854775807,
    until_day       date             not null,
    account_id      uuid             not null,
    product_id      uuid             not null,
    quantity        numeric          not null,
    currency        char(3)          not null,
    mrr_e4          bigint           not null,
    rate            numeric,
    rate_day        date,
    mrr_rc_e4       bigint,
    change_kind     text,
    amendment_id    uuid,
    churn_reason    text,
    term            text collate "C" not null,
    constraint line_piece_pk primary key (tenant_id, gen, line_id, from_day, pos)
);
create index line_piece_by_account on line_piece (tenant_id, gen, account_id);
create index line_piece_unconverted on line_piece (tenant_id, gen, from_day) where mrr_rc_e4 is null;
select farol_protect('line_piece');

-- One constant stretch of an account's MRR; days without MRR and without frozen MRR have no row. While billing is suspended mrr_e4 is 0 and frozen_e4 what would be billed.
-- The account is a logo on each day that has a row. MRR at the end of a month: the stretch that holds its last day.
create table account_interval (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    account_id      uuid             not null,
    from_day        date             not null,
    pos             bigint           not null,
    pos_to          bigint           not null default 9223372036854775807,
    until_day       date             not null,
    mrr_e4          bigint           not null,
    frozen_e4       bigint           not null,
    constraint account_interval_pk primary key (tenant_id, gen, account_id, from_day, pos)
);
create index account_interval_by_day on account_interval (tenant_id, gen, from_day, until_day) include (account_id, mrr_e4, frozen_e4, pos, pos_to);
create index account_interval_by_mrr on account_interval (tenant_id, gen, mrr_e4) include (from_day, until_day, pos, pos_to);
select farol_protect('account_interval');

-- The account's group in a dimension, without gaps from 0001-01-01 to 9999-12-31; value NONE where there is none. An account that never had a value in a dimension has no row in it and counts as NONE.
-- Dimensions: those of the feed (sector, region, country, channel, seller, attr.<key>, …) and cohort (yyyy-mm of the first month-end with MRR or frozen MRR).
-- product and term (M1, M3, M6, M12, M24, M36, LONGER, OPEN: the contract's term) are properties of lines: line_piece.
create table group_interval (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    account_id      uuid             not null,
    dim             text collate "C" not null,
    from_day        date             not null,
    pos             bigint           not null,
    pos_to          bigint           not null default 9223372036854775807,
    until_day       date             not null,
    value           text collate "C" not null,
    constraint group_interval_pk primary key (tenant_id, gen, account_id, dim, from_day, pos)
);
create index group_interval_by_value on group_interval (tenant_id, gen, dim, value, account_id) include (from_day, until_day, pos, pos_to);
select farol_protect('group_interval');

-- The ledger by day, append-only. amount_e4 is the signed effect on MRR (CHURN, CONTRACTION, FREEZE negative; READJUSTMENT either), so that the sum of all is the MRR.
-- A correction adds a reversal (same account, day and kind, opposite amount, reverses = pos of the row taken back) and, if need be, the right row. reverses = 0: not a reversal.
-- Believed at K = rows with pos <= K; without those reversed at or before K what remains is the ledger of K.
-- line_id is the line that moved most in that direction; its sub_kind (EXPANSION only), churn_reason, amendment_id. For FREEZE and UNFREEZE freeze_id.
create table movement (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    account_id      uuid             not null,
    day             date             not null,
    kind            text collate "C" not null,
    pos             bigint           not null,
    reverses        bigint           not null default 0,
    sub_kind        text collate "C",
    amount_e4       bigint           not null,
    line_id         uuid,
    amendment_id    uuid,
    freeze_id       uuid,
    churn_reason    text,
    constraint movement_pk primary key (tenant_id, gen, account_id, day, kind, pos, reverses),
    constraint movement_kind_known check (kind in ('NEW', 'REACTIVATION', 'EXPANSION', 'READJUSTMENT', 'UNFREEZE', 'FREEZE', 'CONTRACTION', 'CHURN')),
    constraint movement_sub_kind_known check (sub_kind in ('UPSELL', 'CROSS_SELL', 'OTHER'))
);
create index movement_by_day on movement (tenant_id, gen, day, kind, account_id);
select farol_protect('movement');

-- The monthly statement by account: one row per kind, only months in which something is left after netting. amount_e4 as the statement's column shows it: never negative but for READJUSTMENT.
-- opening_e4, closing_e4: MRR at the end of the month before and of this month (without frozen).
create table month_change (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    account_id      uuid             not null,
    month           integer          not null,
    kind            text collate "C" not null,
    pos             bigint           not null,
    pos_to          bigint           not null default 9223372036854775807,
    opening_e4      bigint           not null,
    closing_e4      bigint           not null,
    amount_e4       bigint           not null,
    constraint month_change_pk primary key (tenant_id, gen, account_id, month, kind, pos)
);
create index month_change_by_month on month_change (tenant_id, gen, month, kind, account_id);
select farol_protect('month_change');

-- What a contract is worth per year (acv), by runs of months at whose ends it is under way with the same value, one element each; months without a line that is served are in none. 12 x the mean MRR over the term that
-- the month's last day is in, weighted by exact months (farol_month_units); terms of term_months follow one another from the contract's first day; open term: 12 x the day's MRR. HALF_UP per contract.
-- until_month is exclusive, 119999 = open. Frozen MRR counts, unconverted lines do not.
create table contract_value (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    account_id      uuid             not null,
    contract_id     uuid             not null,
    pos             bigint           not null,
    pos_to          bigint           not null default 9223372036854775807,
    from_month      integer[]        not null,
    until_month     integer[]        not null,
    value_e4        bigint[]         not null,
    constraint contract_value_pk primary key (tenant_id, gen, account_id, contract_id, pos)
);
select farol_protect('contract_value');

-- The statement by group: sums of month_change, believed now. dim 'total' has one value ''. Stock is never stored.
-- measure: NEW, REACTIVATION, EXPANSION, READJUSTMENT, UNFREEZE, FREEZE, CONTRACTION, CHURN as the statement's columns, n = accounts;
--   TRANSFER_IN, TRANSFER_OUT (account changes its group: its closing MRR; product and term: what nets out inside the account), n = accounts that came and went (amount may be 0: frozen ones);
--   FROZEN: change of the frozen MRR of the group, transfers included, n = change of the number of frozen accounts.
-- closing(month)  = sum over months <= month of NEW + REACTIVATION + EXPANSION + READJUSTMENT + UNFREEZE - FREEZE - CONTRACTION - CHURN + TRANSFER_IN - TRANSFER_OUT
-- logos(month)    = the same sum of n over NEW + REACTIVATION - CHURN + TRANSFER_IN - TRANSFER_OUT (frozen accounts are logos); accounts with MRR > 0 = logos - sum of FROZEN.n
-- frozen(month)   = sum of FROZEN
-- dim 'life:<dimension>' (life:total, life:sector …; not of product, term): accounts by months of life. n = change of the number of accounts under measure 'OPEN m' (there, and as old as if they had
--   come in month m and stayed) or 'ENDED l' (gone after l months at whose end they were there); amount 0. Accounts in such a state at the end of a month = sum of n over months <= it. No value NONE.
-- dim 'frozen:<dimension>' (frozen:total, …; not of product, term): what is frozen at the end of a window of w months of the accounts with MRR at its start, in the group of then: at the end of a month
--   = frozen(month) + sum of 'NOW w' over months <= it; without 'OVER w' (the same sum), what of it is more than their MRR of then. n = 0. No value NONE.
-- Value NONE of an account dimension (not product, term, cohort) holds transfers only; its other figures are total minus all other values.
create table cell (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    dim             text collate "C" not null,
    value           text collate "C" not null,
    measure         text collate "C" not null,
    month           integer          not null,
    amount_e4       bigint           not null,
    n               bigint           not null,
    constraint cell_pk primary key (tenant_id, gen, dim, value, measure, month)
);
select farol_protect('cell');

-- Windows of 1, 3, 6 and 12 months, by the group that the account had at the window's start (end of month m - w). Kept as what plain sums of cell cannot know, so that a change touches few rows:
-- an account that came, rose or fell less than w months before its next change. With S(x) = sum of cell x over months <= m and T(x) = the same over months <= m - w, both of one group:
--   then_w(m)  = closing(m - w)                                                             MRR of the accounts with MRR at the start
--   now_w(m)   = T(NEW + REACTIVATION + UNFREEZE + TRANSFER_IN - TRANSFER_OUT) + S(EXPANSION + READJUSTMENT - CONTRACTION - CHURN - FREEZE) + S(now_w_e4)   their MRR at the end
--   min_w(m)   = T(NEW + REACTIVATION + UNFREEZE + EXPANSION + READJUSTMENT + TRANSFER_IN - TRANSFER_OUT) - S(CONTRACTION + CHURN + FREEZE) + S(min_w_e4)    min of both, account by account
--   index_w(m) = S(READJUSTMENT) - T(READJUSTMENT) + S(index_w_e4)                          readjustments inside the window of those with MRR at both ends
--   kept_w(m)  = T(n of NEW + REACTIVATION + TRANSFER_IN - TRANSFER_OUT) - S(n of CHURN) + S(kept_w)   logos at both ends; logos at the start = logos(m - w)
-- NRR = now / then; without indexation (now - index) / then; GRR = min / then; logo churn = (logos(m - w) - kept) / logos(m - w).
-- Not kept for product and term. NONE = total minus all other values, taken after these sums.
create table window_cell (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    dim             text collate "C" not null,
    value           text collate "C" not null,
    month           integer          not null,
    now_1_e4        bigint           not null default 0,
    min_1_e4        bigint           not null default 0,
    index_1_e4      bigint           not null default 0,
    kept_1          bigint           not null default 0,
    now_3_e4        bigint           not null default 0,
    min_3_e4        bigint           not null default 0,
    index_3_e4      bigint           not null default 0,
    kept_3          bigint           not null default 0,
    now_6_e4        bigint           not null default 0,
    min_6_e4        bigint           not null default 0,
    index_6_e4      bigint           not null default 0,
    kept_6          bigint           not null default 0,
    now_12_e4       bigint           not null default 0,
    min_12_e4       bigint           not null default 0,
    index_12_e4     bigint           not null default 0,
    kept_12         bigint           not null default 0,
    constraint window_cell_pk primary key (tenant_id, gen, dim, value, month)
);
select farol_protect('window_cell');

-- Cells of the total that are read many at a time: one row holds those of a block of months, its parallel arrays one element per cell, by measure and month. value is '' in all.
-- dim 'contracts:total', block = month / 120: what contract_value adds up to. VALUE: change of the sum of values, n = of the number of contracts; ACCOUNTS: n = change of the number of accounts with a
--   contract. At the end of a month = sums over months <= it.
-- dim 'tickets:total', block = month: MRR of the accounts with MRR > 0 at the ends of months. n = change of the number of accounts under 'TICKET lowest', lowest = the least mrr_e4 with the same first
--   seven bits (farol_ticket_bucket); SQUARES: amount_e4 + n x 2^40 = change of the sum of squares of mrr_e4.
create table cell_block (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    dim             text collate "C" not null,
    block           integer          not null,
    measure         text[]           not null,
    month           integer[]        not null,
    amount_e4       bigint[]         not null,
    n               bigint[]         not null,
    constraint cell_block_pk primary key (tenant_id, gen, dim, block)
);
select farol_protect('cell_block');

-- What is served until a known day, whole (metric scheduled_churn_mrr; dim 'ends:total' of cell_log). A piece with a known end that no piece of its line goes on from is billed in runs of days
-- [s, e), e <= end, between freezes that suspend billing: a run is a step (s, end, +mrr_rc_e4) and, where e < end, a step (e, end, -mrr_rc_e4). n = the same of accounts: runs in which the latest end
-- of what the account is billed for stays the same, with +1 and -1. With steps (day, end | amount_e4, n):
--   MRR that is served on d and whose end after a day a is known = sum of the steps with day <= d and end > greatest(a, d); accounts = the same sum of n.
-- One row holds the steps of a month whose ends are in one other month: amount_e4 and n of all; started_e4, started by day of the steps, ended_e4, ended by day of the ends (31 elements each). What
-- is asked for, d = a or d = the last day of a month, follows from these, as io.farol.metrics.ledger.EndFormula says.
create table end_cell (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    end_month       integer          not null,
    month           integer          not null,
    amount_e4       bigint           not null,
    n               bigint           not null,
    started_e4      bigint[]         not null,
    started         bigint[]         not null,
    ended_e4        bigint[]         not null,
    ended           bigint[]         not null,
    constraint end_cell_pk primary key (tenant_id, gen, end_month, month)
);
select farol_protect('end_cell');

-- Sums of two arrays of the same length, element by element.
create function farol_sum(one bigint[], other bigint[]) returns bigint[]
    language sql immutable parallel safe strict
    return (select array_agg(a + b order by nr) from unnest(one, other) with ordinality as x (a, b, nr));

-- What each knowledge point added to cell, window_cell, cell_block and end_cell: one row per point and family of dimensions, its parallel arrays one element per delta. Append-only. At K: cell minus all deltas
-- with pos > K. measure is as in cell, or NOW_w (amount = now_w_e4, n = kept_w), MIN_w, INDEX_w for window_cell, or 'START e d' and 'END e d' for end_cell (dim 'ends:total'): e = end_month, d = day
-- of the month of the step or of the end; each step is in both.
-- family: TOTAL = total and all of its kind, life:total …; GROUPS = all others, so that figures of all accounts are read past those of groups.
create function cell_family(dim text) returns text
    language sql immutable parallel safe strict
    return case when dim ~ '^([a-z]+:)?total$' then 'TOTAL' else 'GROUPS' end collate "C";

create table cell_log (
    tenant_id       text collate "C" not null,
    gen             integer          not null,
    family          text collate "C" not null,
    pos             bigint           not null,
    dim             text[]           not null,
    value           text[]           not null,
    measure         text[]           not null,
    month           integer[]        not null,
    amount_e4       bigint[]         not null,
    n               bigint[]         not null,
    constraint cell_log_pk primary key (tenant_id, gen, family, pos),
    constraint cell_log_family_known check (family in ('TOTAL', 'GROUPS'))
);
select farol_protect('cell_log');
