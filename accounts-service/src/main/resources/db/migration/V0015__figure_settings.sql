-- How figures are told where nobody asks otherwise, and the tenant's gross margin; the feed tells the settings whole.
alter table tenant_setting
    add column metric_conventions jsonb not null default '{}',
    add column gross_margin_e6    int   null,
    add constraint tenant_setting_conventions_shape check (jsonb_typeof(metric_conventions) = 'object'),
    add constraint tenant_setting_margin_is_a_share check (gross_margin_e6 between 1 and 1000000);
comment on column tenant_setting.metric_conventions is 'name of the convention by key of the metric; others have the catalogue''s own default';
comment on column tenant_setting.gross_margin_e6 is '1/1,000,000 of the revenue; null = not said';

create or replace function settings_payload(tenant text, setting_id uuid) returns jsonb
    language sql stable
    return (select jsonb_build_object(
                'reportingCurrency', s.reporting_currency, 'timeZone', s.time_zone, 'country', s.country, 'stateCode', s.state_code, 'language', s.language,
                'goLiveOn', s.go_live_on, 'maxFreezeDays', s.max_freeze_days, 'longFreezeDays', s.long_freeze_days, 'metricConventions', s.metric_conventions,
                'grossMargin', trim_scale(s.gross_margin_e6 * 0.000001)::text, 'isSandbox', coalesce(t.is_sandbox, false), 'businessDate', s.business_date)
              from tenant_setting s left join tenant t on t.id = s.tenant_id
             where s.tenant_id = tenant and s.id = setting_id);
