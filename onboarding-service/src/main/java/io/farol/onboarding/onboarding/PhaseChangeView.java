package io.farol.onboarding.onboarding;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
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
 * How an onboarding went on: from phase to phase, to its end, or back from it.
 *
 * @param skipped phases that were passed by
 * @param changedByName null = this service itself
 * @param resource the onboarding after it; only in the answer to the call that made it
 */
@Schema(name = "PhaseChange")
record PhaseChangeView(
        PhaseChangeId id,
        PhaseChangeKind kind,
        OnboardingPhase fromPhase,
        OnboardingPhase toPhase,
        List<OnboardingPhase> skipped,
        @Nullable String reason,
        Instant changedAt,
        @Nullable String changedByName,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OnboardingView resource) {

    static final Listing<PhaseChangeView> LISTING = Listing.<PhaseChangeView>from("onboarding_phase_change c")
            .tenant("c.tenant_id")
            .id("c.id", PhaseChangeId.class)
            .select("c.*", (row, context) -> of(row))
            .where("c.onboarding_id = :onboarding")
            .filter("kind", Filter.of(PhaseChangeKind.class, "c.kind"))
            .build();

    static PhaseChangeView of(ResultSet row) throws SQLException {
        return new PhaseChangeView(
                new PhaseChangeId(row.getObject("id", UUID.class)),
                PhaseChangeKind.valueOf(row.getString("kind")),
                OnboardingPhase.valueOf(row.getString("from_phase")),
                OnboardingPhase.valueOf(row.getString("to_phase")),
                Arrays.stream((String[]) row.getArray("skipped").getArray())
                        .map(OnboardingPhase::valueOf)
                        .toList(),
                row.getString("reason"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"),
                null);
    }

    PhaseChangeView with(OnboardingView onboarding) {
        return new PhaseChangeView(id, kind, fromPhase, toPhase, skipped, reason, changedAt, changedByName, onboarding);
    }
}
