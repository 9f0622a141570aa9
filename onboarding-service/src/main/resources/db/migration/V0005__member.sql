-- The team, and who of it looks after an account: a csm writes what is in his own portfolio.

-- The member as it is now.
create table member_copy (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    name         text             not null,
    user_name    text             null,
    user_key     text collate "C" null generated always as (lower(user_name)) stored,
    is_archived  boolean          not null default false,
    constraint member_copy_pk primary key (tenant_id, id)
);
comment on column member_copy.user_key is 'user_name case-blind: who calls is found by it';
create index member_copy_by_user on member_copy (tenant_id, user_key);
select farol_protect('member_copy');

-- Whose customer it is today; null = nobody's. An account that was told of before this column says nothing of its CSM until it changes or the copy is made anew:
-- POST /v1/admin/onboarding/feeds/accounts/rebuilds, once after the upgrade.
alter table account_copy add column csm_id uuid null;
