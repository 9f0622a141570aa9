-- Edits of all accounts that a filter chooses: previewed first, applied once while the filter still chooses the same accounts.
create table account_bulk_edit (
    tenant_id       text collate "C" not null,
    id              uuid             not null,
    version         bigint           not null default 1,
    filters         jsonb            not null,
    changes         jsonb            not null,
    account_count   int              not null,
    fingerprint     text collate "C" not null,
    sample          jsonb            not null,
    created_at      timestamptz      not null,
    expires_at      timestamptz      not null,
    applied_at      timestamptz      null,
    changed_count   int              null,
    constraint account_bulk_edit_pk primary key (tenant_id, id),
    constraint account_bulk_edit_applied check ((applied_at is null) = (changed_count is null)),
    constraint account_bulk_edit_counts check (changed_count between 0 and account_count)
);
create index account_bulk_edit_unused on account_bulk_edit (tenant_id, expires_at) where applied_at is null;
comment on column account_bulk_edit.fingerprint is 'of the ids that the filter chose: another one = other accounts';
comment on column account_bulk_edit.changes is 'fields that are set, by name; null clears, absent stays';
comment on column account_bulk_edit.changed_count is 'of account_count; the rest had the values already';
select farol_protect('account_bulk_edit');
