-- Work done once per tenant and business day.
create table daily_run (
    tenant_id      text collate "C" not null,
    job            text             not null,
    business_date  date             not null,
    ran_at         timestamptz      not null,
    constraint daily_run_pk primary key (tenant_id, job, business_date)
);
select farol_protect('daily_run');
