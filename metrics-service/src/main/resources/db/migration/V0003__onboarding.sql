-- Onboardings as their feed told them (onboarding.md 1). What is known of them is dated by the tenant's knowledge points, as the ledger is, so that an answer given earlier can be given again.

alter table knowledge
    add column source        text   not null default 'accounts',
    add column feed_position bigint null;
comment on column knowledge.source is 'whose feed told it';
comment on column knowledge.feed_position is 'in that feed; pos may be higher, since points of all sources strictly increase. null = pos';
create index knowledge_by_source on knowledge (tenant_id, source, pos);

create table onboarding_fact (
    tenant_id               text collate "C" not null,
    id                      uuid             not null,
    pos                     bigint           not null,
    pos_to                  bigint           not null default 9223372036854775807,
    version                 bigint           not null,
    account_id              uuid             not null,
    product_id              uuid             null,
    kind                    text             not null,
    phase                   text             not null,
    state                   text             not null,
    started_on              date             not null,
    clock_starts_on         date             not null,
    first_value_on          date             null,
    paused_days             int              not null,
    planned_first_value_on  date             null,
    planned_go_live_on      date             null,
    owner_name              text             null,
    ended_on                date             null,
    end_reason              text             null,
    phases                  jsonb            not null,
    constraint onboarding_fact_pk primary key (tenant_id, id, pos)
);
comment on column onboarding_fact.paused_days is 'days of rest between the start of the clock and First Value; 0 while there is none';
create index onboarding_fact_by_account on onboarding_fact (tenant_id, account_id, id) where pos_to = 9223372036854775807;
select farol_protect('onboarding_fact');

-- The one onboarding of each account as a whole that its page and its row in the account table speak of: the one being worked on, else the latest that was not cancelled.
create table onboarding_current (
    tenant_id   text collate "C" not null,
    account_id  uuid             not null,
    id          uuid             not null,
    phase       text             not null,
    is_open     boolean          not null,
    constraint onboarding_current_pk primary key (tenant_id, account_id)
);
select farol_protect('onboarding_current');
