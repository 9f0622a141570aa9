package io.farol.metrics.ledger;

/** Closing and adding rows of the ledger of few accounts; {@code :rows} is a JSON array of rows. */
final class WriteStatements {
    static final String CLOSE_PIECES = """
            update line_piece t set pos_to = :pos
              from json_to_recordset(:rows::json) as r (line_id uuid, from_day date)
             where t.tenant_id = :tenant and t.gen = :gen and t.line_id = r.line_id and t.from_day = r.from_day and t.pos_to = 9223372036854775807""";

    static final String ADD_PIECES = """
            insert into line_piece (tenant_id, gen, line_id, from_day, pos, until_day, account_id, product_id, quantity, currency, mrr_e4, rate, rate_day, mrr_rc_e4, change_kind,
                                    amendment_id, churn_reason, term)
            select :tenant, :gen, line_id, from_day, :pos, until_day, account_id, product_id, quantity, currency, mrr_e4, rate, rate_day, mrr_rc_e4, change_kind, amendment_id,
                   churn_reason, term
              from json_to_recordset(:rows::json) as r (line_id uuid, from_day date, until_day date, account_id uuid, product_id uuid, quantity numeric, currency char(3), mrr_e4 bigint,
                   rate numeric, rate_day date, mrr_rc_e4 bigint, change_kind text, amendment_id uuid, churn_reason text, term text)""";

    static final String CLOSE_STRETCHES = """
            update account_interval t set pos_to = :pos
              from json_to_recordset(:rows::json) as r (account_id uuid, from_day date)
             where t.tenant_id = :tenant and t.gen = :gen and t.account_id = r.account_id and t.from_day = r.from_day and t.pos_to = 9223372036854775807""";

    static final String ADD_STRETCHES = """
            insert into account_interval (tenant_id, gen, account_id, from_day, pos, until_day, mrr_e4, frozen_e4)
            select :tenant, :gen, account_id, from_day, :pos, until_day, mrr_e4, frozen_e4
              from json_to_recordset(:rows::json) as r (account_id uuid, from_day date, until_day date, mrr_e4 bigint, frozen_e4 bigint)""";

    static final String CLOSE_GROUPS = """
            update group_interval t set pos_to = :pos
              from json_to_recordset(:rows::json) as r (account_id uuid, dim text, from_day date)
             where t.tenant_id = :tenant and t.gen = :gen and t.account_id = r.account_id and t.dim = r.dim and t.from_day = r.from_day and t.pos_to = 9223372036854775807""";

    static final String ADD_GROUPS = """
            insert into group_interval (tenant_id, gen, account_id, dim, from_day, pos, until_day, value)
            select :tenant, :gen, account_id, dim, from_day, :pos, until_day, value
              from json_to_recordset(:rows::json) as r (account_id uuid, dim text, from_day date, until_day date, value text)""";

    static final String REVERSE_MOVEMENTS = """
            insert into movement (tenant_id, gen, account_id, day, kind, pos, reverses, sub_kind, amount_e4, line_id, amendment_id, freeze_id, churn_reason)
            select :tenant, :gen, r.account_id, r.day, r.kind, :pos, m.pos, m.sub_kind, -m.amount_e4, m.line_id, m.amendment_id, m.freeze_id, m.churn_reason
              from json_to_recordset(:rows::json) as r (account_id uuid, day date, kind text)
             cross join lateral (
                 select m.* from movement m
                  where m.tenant_id = :tenant and m.gen = :gen and m.account_id = r.account_id and m.day = r.day and m.kind = r.kind and m.reverses = 0
                  order by m.pos desc limit 1) m""";

    static final String ADD_MOVEMENTS = """
            insert into movement (tenant_id, gen, account_id, day, kind, pos, sub_kind, amount_e4, line_id, amendment_id, freeze_id, churn_reason)
            select :tenant, :gen, account_id, day, kind, :pos, sub_kind, amount_e4, line_id, amendment_id, freeze_id, churn_reason
              from json_to_recordset(:rows::json) as r (account_id uuid, day date, kind text, sub_kind text, amount_e4 bigint, line_id uuid, amendment_id uuid, freeze_id uuid,
                   churn_reason text)""";

    static final String CLOSE_MONTH_CHANGES = """
            update month_change t set pos_to = :pos
              from json_to_recordset(:rows::json) as r (account_id uuid, month integer, kind text)
             where t.tenant_id = :tenant and t.gen = :gen and t.account_id = r.account_id and t.month = r.month and t.kind = r.kind and t.pos_to = 9223372036854775807""";

    static final String ADD_MONTH_CHANGES = """
            insert into month_change (tenant_id, gen, account_id, month, kind, pos, opening_e4, closing_e4, amount_e4)
            select :tenant, :gen, account_id, month, kind, :pos, opening_e4, closing_e4, amount_e4
              from json_to_recordset(:rows::json) as r (account_id uuid, month integer, kind text, opening_e4 bigint, closing_e4 bigint, amount_e4 bigint)""";

    static final String CLOSE_CONTRACTS = """
            update contract_value t set pos_to = :pos
              from json_to_recordset(:rows::json) as r (account_id uuid, contract_id uuid)
             where t.tenant_id = :tenant and t.gen = :gen and t.account_id = r.account_id and t.contract_id = r.contract_id and t.pos_to = 9223372036854775807""";

    static final String ADD_CONTRACTS = """
            insert into contract_value (tenant_id, gen, account_id, contract_id, pos, from_month, until_month, value_e4)
            select :tenant, :gen, account_id, contract_id, :pos, from_month, until_month, value_e4
              from json_to_recordset(:rows::json) as r (account_id uuid, contract_id uuid, from_month integer[], until_month integer[], value_e4 bigint[])""";

    private WriteStatements() {}
}
