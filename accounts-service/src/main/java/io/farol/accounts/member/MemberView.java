package io.farol.accounts.member;

import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A member of the team as answered; fields as in {@link MemberDetails}.
 *
 * @param can what the caller may do with it now
 */
@Schema(name = "Member")
public record MemberView(
        MemberId id,
        Version etag,
        String name,
        @Nullable String externalId,
        @Nullable String email,
        @Nullable String userName,
        List<MemberRole> roles,
        @Nullable MemberSeniority seniority,
        boolean isArchived,
        @Nullable Instant archivedAt,
        List<MemberAction> can) {

    /** The members who are at work. */
    static final class Present {
        static final Listing<MemberView> LISTING =
                declared().where("m.archived_at is null").build();

        private Present() {}
    }

    /** The members who are archived. */
    static final class Archived {
        static final Listing<MemberView> LISTING =
                declared().where("m.archived_at is not null").build();

        private Archived() {}
    }

    static MemberView of(Member member) {
        return new MemberView(
                new MemberId(member.id),
                new Version(member.version),
                member.name,
                member.externalId,
                member.email,
                member.userName,
                member.details().roles(),
                member.seniority,
                member.archivedAt != null,
                member.archivedAt,
                List.of());
    }

    MemberView allowing(List<MemberAction> actions) {
        return new MemberView(
                id, etag, name, externalId, email, userName, roles, seniority, isArchived, archivedAt, actions);
    }

    private static Listing.Builder<MemberView> declared() {
        return Listing.<MemberView>from("member m")
                .tenant("m.tenant_id")
                .id("m.id", MemberId.class)
                .select("m.*", (row, context) -> of(row))
                .filter("externalId", Filter.text("m.external_id"))
                .filter("role", Filter.of(MemberRole.class, "m.roles && :values"))
                .search("m.search_key")
                .sortByText("name", "farol_fold(m.name)");
    }

    private static MemberView of(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime archivedAt = row.getObject("archived_at", OffsetDateTime.class);
        @Nullable String seniority = row.getString("seniority");
        return new MemberView(
                new MemberId(row.getObject("id", UUID.class)),
                new Version(row.getLong("version")),
                row.getString("name"),
                row.getString("external_id"),
                row.getString("email"),
                row.getString("user_name"),
                Arrays.stream((String[]) row.getArray("roles").getArray())
                        .map(MemberRole::valueOf)
                        .toList(),
                seniority == null ? null : MemberSeniority.valueOf(seniority),
                archivedAt != null,
                archivedAt == null ? null : archivedAt.toInstant(),
                List.of());
    }
}
