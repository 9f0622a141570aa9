-- What conventions that tell some accounts in another way have to find: accounts with lines in another currency (fx=CURRENT), and families (logo=GROUP).

-- Lines that were converted at a rate; in the reporting currency there is no rate_day.
create index line_piece_foreign on line_piece (tenant_id, gen, account_id) include (pos, pos_to) where rate_day is not null;

-- Which account an account is a subsidiary of. Dated by knowledge, so that what was reported can be reported again, but not by business days: who belongs together counts for all time.
-- Accounts without a parent have no row.
create table account_parent (
    tenant_id           text collate "C" not null,
    account_id          uuid             not null,
    pos                 bigint           not null,
    pos_to              bigint           not null default 9223372036854775807,
    parent_account_id   uuid             not null,
    constraint account_parent_pk primary key (tenant_id, account_id, pos)
);

select farol_protect('account_parent');
