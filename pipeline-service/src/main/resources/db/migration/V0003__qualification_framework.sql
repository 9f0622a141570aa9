-- Ways to qualify an opportunity that a tenant defines itself. BANT, GPCT and SPIN are no rows: they are the same for everybody and stand in the code.

create table qualification_framework (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    version      bigint           not null,
    key          text collate "C" not null,
    name_en      text             not null,
    name_pt_br   text             not null,
    fields       text             not null,
    archived_at  timestamptz      null,
    created_at   timestamptz      not null,
    updated_at   timestamptz      not null,
    constraint qualification_framework_pk primary key (tenant_id, id),
    constraint qualification_framework_key_unique unique (tenant_id, key),
    constraint qualification_framework_key_own check (key ~ '^[A-Z][A-Z0-9_]{0,39}$' and key not in ('BANT', 'GPCT', 'SPIN'))
);
comment on column qualification_framework.fields is 'JSON array of {code, labelEn, labelPtBr, isRequired} in the order in which they are asked; never searched';
select farol_protect('qualification_framework');

alter table deal add column own_framework text collate "C" null;
comment on column deal.own_framework is 'the framework where it is the tenant''s own, so that a foreign key can hold it; null = built in, or none';
alter table deal drop constraint deal_framework_known;
alter table deal add constraint deal_framework_known check (framework is null or framework in ('BANT', 'GPCT', 'SPIN') or coalesce(framework = own_framework, false));
alter table deal add constraint deal_own_framework_fk foreign key (tenant_id, own_framework) references qualification_framework (tenant_id, key);
