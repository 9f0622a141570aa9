package io.farol.onboarding.onboarding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.farol.onboarding.account.AccountId;
import io.farol.onboarding.account.ContractId;
import io.farol.onboarding.account.ProductId;
import io.farol.onboarding.onboarding.ClockFormula.Rest;
import io.farol.onboarding.onboarding.OnboardingPlan.PhasePlan;
import io.farol.onboarding.onboarding.OnboardingView.OnboardingClock;
import io.farol.onboarding.onboarding.OnboardingView.OnboardingFirstValue;
import io.farol.onboarding.onboarding.OnboardingView.OnboardingPause;
import io.farol.onboarding.onboarding.OnboardingView.PhaseView;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes views of rows of {@link OnboardingSql}. */
public final class OnboardingRow {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<List<StoredPhase>> PHASES = new TypeReference<>() {};
    private static final TypeReference<List<StoredPause>> PAUSES = new TypeReference<>() {};
    private static final TypeReference<List<StoredSession>> SESSIONS = new TypeReference<>() {};
    private static final TypeReference<OnboardingDetails> DETAILS = new TypeReference<>() {};

    private OnboardingRow() {}

    private record StoredPhase(
            OnboardingPhase phase,
            PhaseState state,
            TeamRole ownerRole,
            @Nullable LocalDate plannedStartsOn,
            @Nullable LocalDate plannedEndsOn,
            @Nullable LocalDate startedOn,
            @Nullable LocalDate endedOn,
            @Nullable String skipReason,
            List<String> missing) {}

    private record StoredPause(
            UUID id, LocalDate fromOn, @Nullable LocalDate untilOn, String reason) {}

    private record StoredSession(
            UUID id,
            SessionKind kind,
            String title,
            boolean isMandatory,
            @Nullable OffsetDateTime startsAt,
            @Nullable Integer durationMinutes,
            boolean isConfirmed,
            boolean isHeld,
            @Nullable Integer invitedCount,
            @Nullable Integer attendedCount) {}

    /** A whole onboarding; {@code can} is empty. */
    public static OnboardingView of(ResultSet row) throws SQLException {
        List<StoredPhase> stored = read(row.getString("phases"), PHASES);
        OnboardingPlan plan = plan(stored, day(row, "planned_go_live_on"));
        OnboardingDetails details = read(row.getString("content_text"), DETAILS).withPlan(plan);
        List<SessionView> sessions = sessions(row.getString("sessions"));
        List<OnboardingPause> pauses = pauses(row.getString("pauses"));
        @Nullable LocalDate firstValueOn = day(row, "first_value_on");
        OnboardingPhase phase = OnboardingPhase.valueOf(row.getString("phase"));
        OnboardingState state = OnboardingState.valueOf(row.getString("state"));
        boolean isOpen = state == OnboardingState.IN_PROGRESS || state == OnboardingState.PAUSED;
        @Nullable UUID contract = row.getObject("contract_id", UUID.class);
        @Nullable UUID product = row.getObject("product_id", UUID.class);
        return new OnboardingView(
                new OnboardingId(row.getObject("id", UUID.class)),
                new Version(row.getLong("version")),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("account_name"),
                contract == null ? null : new ContractId(contract),
                product == null ? null : new ProductId(product),
                row.getString("product_name"),
                OnboardingKind.valueOf(row.getString("kind")),
                phase,
                state,
                details.ownerName(),
                details.model(),
                details.teamKind(),
                details.isPaid(),
                row.getObject("started_on", LocalDate.class),
                row.getObject("clock_starts_on", LocalDate.class),
                clock(row, state, pauses, firstValueOn),
                details.firstValueMilestone(),
                firstValueOn,
                firstValue(row, firstValueOn),
                plan.phases().get(OnboardingPhase.FIRST_VALUE).endsOn(),
                ActivationState.valueOf(row.getString("activation_state")),
                row.getString("activation_reason"),
                details.handOver(),
                details.playbookName(),
                details.triage(),
                details.goals(),
                details.team(),
                details.training(),
                details.checklist(),
                details.delivery(),
                details.lockInFactors(),
                plan,
                stored.stream()
                        .map(one -> phase(one, details, sessions, firstValueOn))
                        .toList(),
                sessions,
                pauses,
                isOpen ? PhasePolicy.missing(phase, details, sessions, firstValueOn) : List.of(),
                day(row, "ended_on"),
                row.getString("end_reason"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                List.of());
    }

    /** What is stored of the details. */
    static String content(OnboardingDetails details) {
        return write(details.withPlan(null));
    }

    private static PhaseView phase(
            StoredPhase stored,
            OnboardingDetails details,
            List<SessionView> sessions,
            @Nullable LocalDate firstValueOn) {
        boolean isAhead = stored.state() == PhaseState.PENDING || stored.state() == PhaseState.IN_PROGRESS;
        @Nullable String ofTheRole = details.nameOf(stored.ownerRole());
        return new PhaseView(
                stored.phase(),
                stored.state(),
                stored.ownerRole(),
                ofTheRole,
                stored.plannedStartsOn(),
                stored.plannedEndsOn(),
                stored.startedOn(),
                stored.endedOn(),
                stored.skipReason(),
                isAhead ? PhasePolicy.missing(stored.phase(), details, sessions, firstValueOn) : List.of());
    }

    private static OnboardingPlan plan(List<StoredPhase> phases, @Nullable LocalDate goLiveOn) {
        Map<OnboardingPhase, PhasePlan> plans = new EnumMap<>(OnboardingPhase.class);
        phases.forEach(one ->
                plans.put(one.phase(), new PhasePlan(one.plannedStartsOn(), one.plannedEndsOn(), one.ownerRole())));
        return OnboardingPlan.of(plans, goLiveOn);
    }

    private static OnboardingClock clock(
            ResultSet row, OnboardingState state, List<OnboardingPause> pauses, @Nullable LocalDate firstValueOn)
            throws SQLException {
        LocalDate from = row.getObject("clock_starts_on", LocalDate.class);
        @Nullable LocalDate endedOn = day(row, "ended_on");
        LocalDate until = firstValueOn != null
                ? firstValueOn
                : endedOn == null ? row.getObject("today", LocalDate.class) : endedOn;
        List<Rest> rests = pauses.stream()
                .map(pause -> new Rest(pause.fromOn(), pause.untilOn()))
                .toList();
        long gross = ClockFormula.days(from, until);
        long paused = ClockFormula.restDays(rests, from, until);
        return new OnboardingClock(
                gross, paused, gross - paused, firstValueOn == null && state == OnboardingState.IN_PROGRESS);
    }

    private static @Nullable OnboardingFirstValue firstValue(ResultSet row, @Nullable LocalDate firstValueOn)
            throws SQLException {
        return firstValueOn == null
                ? null
                : new OnboardingFirstValue(
                        firstValueOn,
                        FirstValueKind.valueOf(row.getString("first_value_kind")),
                        row.getString("first_value_text"),
                        row.getString("first_value_by"));
    }

    private static List<OnboardingPause> pauses(@Nullable String json) {
        return json == null
                ? List.of()
                : read(json, PAUSES).stream()
                        .map(one ->
                                new OnboardingPause(new PauseId(one.id()), one.fromOn(), one.untilOn(), one.reason()))
                        .toList();
    }

    private static List<SessionView> sessions(@Nullable String json) {
        return json == null
                ? List.of()
                : read(json, SESSIONS).stream()
                        .map(one -> new SessionView(
                                new SessionId(one.id()),
                                one.kind(),
                                one.title(),
                                one.isMandatory(),
                                one.startsAt() == null ? null : one.startsAt().toInstant(),
                                one.durationMinutes(),
                                one.isConfirmed(),
                                one.isHeld(),
                                one.invitedCount(),
                                one.attendedCount(),
                                null))
                        .toList();
    }

    private static @Nullable LocalDate day(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored onboarding cannot be read", e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an onboarding cannot be stored", e);
        }
    }
}
