package io.farol.pipeline.deal;

import io.farol.runtime.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A proposal as answered; fields as in {@link ProposalDetails}.
 *
 * @param version counts the versions of one number from 1
 * @param mrr change of MRR that its lines would bring
 * @param oneOff one-off value of its lines
 */
@Schema(name = "Proposal")
record ProposalView(
        ProposalId id,
        DealId dealId,
        String number,
        int version,
        ProposalState state,
        List<DealLine> lines,
        Money mrr,
        Money oneOff,
        LocalDate expiresOn,
        @Nullable String documentUrl,
        @Nullable String sentTo,
        @Nullable Instant sentAt,
        Instant createdAt) {
    static final String COLUMNS = """
            p.id, p.deal_id, p.number, p.version, cast(p.lines as text) as lines, p.mrr_e4, p.one_off_e4, p.currency, p.expires_on, p.document_url, p.sent_to, p.sent_at, p.created_at,
            case when p.expires_on < :today then 'EXPIRED' when p.sent_at is null then 'DRAFT' else 'SENT' end as state""";

    static ProposalView of(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        @Nullable OffsetDateTime sentAt = row.getObject("sent_at", OffsetDateTime.class);
        return new ProposalView(
                new ProposalId(row.getObject("id", UUID.class)),
                new DealId(row.getObject("deal_id", UUID.class)),
                row.getString("number"),
                row.getInt("version"),
                ProposalState.valueOf(row.getString("state")),
                DealLines.ofArray(DealJson.tree(row.getString("lines"))),
                Money.ofE4(row.getLong("mrr_e4"), currency),
                Money.ofE4(row.getLong("one_off_e4"), currency),
                row.getObject("expires_on", LocalDate.class),
                row.getString("document_url"),
                row.getString("sent_to"),
                sentAt == null ? null : sentAt.toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    ProposalDetails details() {
        return new ProposalDetails(number, lines, expiresOn, documentUrl, sentTo, sentAt);
    }
}
