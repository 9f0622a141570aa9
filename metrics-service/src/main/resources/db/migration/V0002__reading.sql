-- What the read side needs beside the ledger.

-- A day on the scale of months, so that differences are months: the 1st is whole, the others are shares of their month.
create function farol_month_part(day date) returns numeric
    language sql immutable parallel safe strict
    return extract(year from day) * 12 + extract(month from day) - 1
           + (extract(day from day) - 1) / extract(day from date_trunc('month', day) + interval '1 month' - interval '1 day');

-- Frozen accounts are few: frozen MRR of a month, and how much of a loss is frozen.
create index account_interval_frozen on account_interval (tenant_id, gen, account_id) where frozen_e4 > 0;
