package io.farol.onboarding.onboarding;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A session as answered; fields as in {@link SessionDetails}.
 *
 * @param resource the onboarding after it; only in the answer to the call that changed it
 */
@Schema(name = "OnboardingSession")
record SessionView(
        SessionId id,
        SessionKind kind,
        String title,
        boolean isMandatory,
        @Nullable Instant startsAt,
        @Nullable Integer durationMinutes,
        boolean isConfirmed,
        boolean isHeld,
        @Nullable Integer invitedCount,
        @Nullable Integer attendedCount,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OnboardingView resource) {

    static final Listing<SessionView> LISTING = Listing.<SessionView>from("onboarding_session s")
            .tenant("s.tenant_id")
            .id("s.id", SessionId.class)
            .select("s.*", (row, context) -> of(row))
            .where("s.onboarding_id = :onboarding")
            .filter("kind", Filter.of(SessionKind.class, "s.kind"))
            .build();

    static SessionView of(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime startsAt = row.getObject("starts_at", OffsetDateTime.class);
        return new SessionView(
                new SessionId(row.getObject("id", UUID.class)),
                SessionKind.valueOf(row.getString("kind")),
                row.getString("title"),
                row.getBoolean("is_mandatory"),
                startsAt == null ? null : startsAt.toInstant(),
                row.getObject("duration_minutes", Integer.class),
                row.getBoolean("is_confirmed"),
                row.getBoolean("is_held"),
                row.getObject("invited_count", Integer.class),
                row.getObject("attended_count", Integer.class),
                null);
    }

    SessionDetails details() {
        return new SessionDetails(
                kind, title, isMandatory, startsAt, durationMinutes, isConfirmed, isHeld, invitedCount, attendedCount);
    }

    SessionView with(OnboardingView onboarding) {
        return new SessionView(
                id,
                kind,
                title,
                isMandatory,
                startsAt,
                durationMinutes,
                isConfirmed,
                isHeld,
                invitedCount,
                attendedCount,
                onboarding);
    }
}
