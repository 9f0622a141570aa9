-- How a tenant has its figures told where nobody asks otherwise, and its gross margin; known as of each point, as the other settings are.
alter table settings_copy
    add column metric_conventions jsonb   not null default '{}',
    add column gross_margin       numeric null;
