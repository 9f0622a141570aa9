-- Reads of chosen accounts.

-- Who changes groups: few, where most accounts are in one group for ever.
create index group_interval_dated on group_interval (tenant_id, gen, dim, account_id) include (value, from_day, until_day, pos, pos_to)
    where (from_day > '0001-01-01' or until_day < '9999-12-31');

-- Flows of a run of months are read from the index alone.
drop index month_change_by_month;
create index month_change_by_month on month_change (tenant_id, gen, month, kind, account_id) include (amount_e4, pos, pos_to);
