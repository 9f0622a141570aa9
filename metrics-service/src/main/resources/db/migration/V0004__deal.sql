-- Deals as pipeline-service tells them: the newest state of each.
create table deal_copy (
    tenant_id          text collate "C" not null,
    id                 uuid             not null,
    account_id         uuid             null,
    type               text collate "C" not null,
    stage              text collate "C" not null,
    title              text             not null,
    owner_id           text             null,
    owner_name         text             null,
    mrr_e4             bigint           not null,
    one_off_e4         bigint           not null,
    currency           char(3)          null,
    expected_close_on  date             null,
    next_step_text     text             null,
    next_step_on       date             null,
    opened_at          timestamptz      not null,
    entered_stage_at   timestamptz      not null,
    closed_at          timestamptz      null,
    won_on             date             null,
    contract_sync      text             not null,
    is_archived        boolean          not null,
    constraint deal_copy_pk primary key (tenant_id, id)
);
create index deal_copy_open on deal_copy (tenant_id, account_id) where closed_at is null and not is_archived;
select farol_protect('deal_copy');
