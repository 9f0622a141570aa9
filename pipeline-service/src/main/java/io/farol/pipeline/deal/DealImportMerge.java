package io.farol.pipeline.deal;

import io.farol.runtime.imports.ImportChunk;

/** Writes the good rows of an import of deals, with their stage histories and events, set-based. */
final class DealImportMerge {
    /** The row as a deal; days become the noon of the tenant's day. */
    private static final String WANTED = """
            create temp table wanted_deal on commit drop as
            select s.*, d.id as deal_id, d.stage as stage_before,
                   coalesce(s.opened_on, z.today) as opened_day, coalesce(s.entered_stage_on, s.closed_on, s.opened_on, z.today) as entered_day,
                   case when s.stage in ('EXPAND_WON', 'LOST', 'DISMISSED') then coalesce(s.closed_on, s.entered_stage_on, s.opened_on, z.today) end as closed_day,
                   z.zone, coalesce((%s), '{}') as waived
              from staged s
              left join deal d on d.tenant_id = :tenant and d.external_id = s.external_id
              cross join (select business_day(:tenant, :now) as today, coalesce((select time_zone from setting_copy where tenant_id = :tenant), 'America/Sao_Paulo') as zone) z
             where d.id is null or d.row_hash is distinct from s.hash""";

    private DealImportMerge() {}

    static long merge(ImportChunk chunk, String waived) {
        chunk.execute("drop table if exists wanted_deal");
        chunk.execute("drop table if exists written_deal");
        chunk.execute(WANTED.formatted(waived));
        chunk.execute(
                "create temp table written_deal (id uuid, event_type text, is_moved boolean, row_no bigint) on commit drop");
        chunk.execute("""
                insert into written_deal
                select d.id, 'CHANGED', d.stage <> w.stage, w.row_no from wanted_deal w join deal d on d.tenant_id = :tenant and d.id = w.deal_id order by d.id for update of d""");
        chunk.execute("""
                update deal d set version = d.version + 1, title = w.title, type = w.type, stage = w.stage,
                       account_id = coalesce(w.account_id, d.account_id),
                       hypothesis = case when :has_hypothesis then w.hypothesis else d.hypothesis end,
                       owner_name = case when :has_owner_name then w.owner_name else d.owner_name end,
                       said_mrr_e4 = case when k.is_kept then d.said_mrr_e4 else w.expected_mrr_e4 end,
                       said_one_off_e4 = case when k.is_kept then d.said_one_off_e4 else w.one_off_value_e4 end,
                       currency = case when k.is_kept then d.currency else w.currency end,
                       mrr_e4 = case when k.is_kept then d.mrr_e4 else coalesce(w.expected_mrr_e4, 0) end,
                       one_off_e4 = case when k.is_kept then d.one_off_e4 else coalesce(w.one_off_value_e4, 0) end,
                       expected_close_on = case when :has_expected_close_on then w.expected_close_on else d.expected_close_on end,
                       next_step_text = case when :has_next_step_text then w.next_step_text else d.next_step_text end,
                       next_step_on = case when :has_next_step_text then w.next_step_on else d.next_step_on end,
                       entered_stage_at = case when d.stage <> w.stage then (w.entered_day + time '12:00') at time zone w.zone else d.entered_stage_at end,
                       closed_at = case when w.closed_day is null then null when d.stage = w.stage then d.closed_at
                                        else (w.closed_day + time '12:00') at time zone w.zone end,
                       closed_from = case when w.closed_day is null then null when d.stage = w.stage then d.closed_from
                                          when d.closed_at is null then d.stage else d.closed_from end,
                       won_on = case when w.stage <> 'EXPAND_WON' then null when d.stage = w.stage then d.won_on else w.closed_day end,
                       imported_stage = w.stage, waived = case when d.is_imported then w.waived else d.waived end, row_hash = w.hash, updated_at = :now
                  from wanted_deal w
                  cross join lateral (select w.currency is null or exists (select 1 from deal_line n where n.tenant_id = :tenant and n.deal_id = w.deal_id) as is_kept) k
                 where d.tenant_id = :tenant and d.id = w.deal_id""");
        insertNew(chunk);
        chunk.execute("""
                insert into stage_change (tenant_id, id, deal_id, from_stage, to_stage, reasons, note, changed_at, changed_by)
                select :tenant, uuidv7(), n.id, w.stage_before, w.stage, case when w.reasons is null then '{}' else string_to_array(w.reasons, '|') end, w.note,
                       (w.entered_day + time '12:00') at time zone w.zone, :actor
                  from written_deal n join wanted_deal w on w.row_no = n.row_no where n.is_moved""");
        chunk.execute("""
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'DEAL', p.id, p.version, n.event_type, :now, p.payload
                  from written_deal n join deal_payloads(:tenant, array(select id from written_deal)) p on p.id = n.id""");
        return chunk.count("select count(*) from written_deal");
    }

    private static void insertNew(ImportChunk chunk) {
        chunk.execute("""
                insert into written_deal
                select uuidv7(), 'CREATED', true, row_no from wanted_deal where deal_id is null""");
        chunk.execute("""
                insert into deal (tenant_id, id, version, external_id, account_id, type, stage, title, hypothesis, owner_name, said_mrr_e4, said_one_off_e4, currency, mrr_e4, one_off_e4,
                                  expected_close_on, next_step_text, next_step_on, opened_at, entered_stage_at, closed_at, closed_from, won_on, rank, is_imported, imported_stage, waived, row_hash,
                                  created_at, updated_at)
                select :tenant, n.id, 1, w.external_id, w.account_id, w.type, w.stage, w.title, w.hypothesis, w.owner_name, w.expected_mrr_e4, w.one_off_value_e4, w.currency,
                       coalesce(w.expected_mrr_e4, 0), coalesce(w.one_off_value_e4, 0), w.expected_close_on, w.next_step_text, w.next_step_on,
                       (w.opened_day + time '12:00') at time zone w.zone, (w.entered_day + time '12:00') at time zone w.zone, (w.closed_day + time '12:00') at time zone w.zone,
                       case when w.stage = 'EXPAND_WON' then 'FORECAST' when w.closed_day is not null then 'EXPAND_MAP' end,
                       case when w.stage = 'EXPAND_WON' then w.closed_day end,
                       coalesce(r.last, 0) + (row_number() over (partition by w.stage order by w.row_no)) * 1048576, true, w.stage, w.waived, w.hash, :now, :now
                  from written_deal n join wanted_deal w on w.row_no = n.row_no
                  left join (select stage, max(rank) as last from deal where tenant_id = :tenant and archived_at is null group by stage) r on r.stage = w.stage
                 where n.event_type = 'CREATED'""");
    }
}
