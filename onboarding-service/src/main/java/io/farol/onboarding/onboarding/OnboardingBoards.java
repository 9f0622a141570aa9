package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import io.farol.onboarding.onboarding.OnboardingCard.Drawn;
import io.farol.runtime.feed.Freshness;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.rest.Boards;
import io.farol.runtime.rest.Boards.TextColumn;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.OneSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** The board of what is being worked on: late ones first, judged by the history of the client's segment. */
@ApplicationScoped
class OnboardingBoards {
    /** Column of those without an owner. */
    static final String NOBODY = "NONE";

    static final String LATE = "late";
    static final String PAUSED = "paused";

    private static final int HISTORY_DAYS = 365;
    private static final int FEWEST = 5;

    private static final String FROM = OnboardingSql.FROM + """

            join onboarding_phase p on p.tenant_id = o.tenant_id and p.onboarding_id = o.id and p.phase = o.phase
            cross join lateral (
                select d.today - p.started_on - coalesce(sum(greatest(0, least(coalesce(u.until_on, d.today), d.today) - greatest(u.from_on, p.started_on))), 0) as days
                  from onboarding_pause u where u.tenant_id = o.tenant_id and u.onboarding_id = o.id) t
            left join unnest(cast(:touches as text[]), cast(:phases as text[]), cast(:p75s as bigint[])) h (touch, phase, p75)
              on h.touch = coalesce(a.touch, 'NONE') and h.phase = o.phase
            cross join lateral (select coalesce(t.days > h.p75, false) or coalesce(p.planned_ends_on < d.today, false) as is_late) l""";

    /** How long onboardings of each segment were in each phase, pauses left out. */
    private static final String HISTORY = """
            select x.touch, x.phase, percentile_disc(0.75) within group (order by x.days) as p75
              from (select coalesce(a.touch, 'NONE') as touch, p.phase,
                           p.ended_on - p.started_on - coalesce((select sum(greatest(0, least(coalesce(u.until_on, p.ended_on), p.ended_on) - greatest(u.from_on, p.started_on)))
                                                                   from onboarding_pause u where u.tenant_id = p.tenant_id and u.onboarding_id = p.onboarding_id), 0) as days
                      from onboarding_phase p
                      join onboarding o on o.tenant_id = p.tenant_id and o.id = p.onboarding_id
                      left join account_copy a on a.tenant_id = o.tenant_id and a.id = o.account_id
                     where p.tenant_id = :tenant and p.state = 'DONE' and p.ended_on >= business_day(:tenant, :now) - :historyDays) x
             group by 1, 2 having count(*) >= :fewest""";

    /** Names of the sums of a column and their SQL. */
    private static final Map<String, String> SUMS =
            Map.of(LATE, "count(*) filter (where l.is_late)", PAUSED, "count(*) filter (where o.state = 'PAUSED')");

    private final Boards boards;
    private final OnboardingRepository repository;
    private final Accounts accounts;
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Freshness freshness;

    OnboardingBoards(
            Boards boards,
            OnboardingRepository repository,
            Accounts accounts,
            Jdbi jdbi,
            CurrentTenant tenant,
            Freshness freshness) {
        this.boards = boards;
        this.repository = repository;
        this.accounts = accounts;
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.freshness = freshness;
    }

    /** The cards, by phase. */
    static final class ByPhase {
        static final Listing<Drawn> LISTING = cards(Filter.of(OnboardingPhase.class, "o.phase"));

        private ByPhase() {}
    }

    private static final Listing<Drawn> BY_OWNER = cards(Filter.text("coalesce(o.owner_name, 'NONE')"));

    /** A board, the business day that it is of, and how fresh the accounts on it are. */
    record Board(List<TextColumn<Drawn>> columns, LocalDate asOf, List<SourceFreshness> freshness) {}

    /** The columns that the current request asks for. */
    @OneSnapshot
    @Transactional
    Board board(OnboardingBoardBy by) {
        List<SourceFreshness> fresh = freshness.read();
        Map<String, Object> scope = new LinkedHashMap<>(history());
        scope.putAll(repository.binds());
        List<TextColumn<Drawn>> columns =
                switch (by) {
                    case PHASE -> read(ByPhase.LISTING, OnboardingPhase.names(), scope);
                    case OWNER -> read(BY_OWNER, List.of(), scope);
                };
        return new Board(columns, accounts.today(), fresh);
    }

    private List<TextColumn<Drawn>> read(Listing<Drawn> cards, List<String> keys, Map<String, Object> scope) {
        return boards.textColumns(cards, keys, SUMS, "-isLate,-daysInPhase", scope, Set.of("by"));
    }

    private Map<String, Object> history() {
        List<String> touches = new ArrayList<>();
        List<String> phases = new ArrayList<>();
        List<Long> p75s = new ArrayList<>();
        jdbi.useHandle(handle -> handle.createQuery(HISTORY)
                .bind("tenant", tenant.get().value())
                .bind("now", accounts.now())
                .bind("historyDays", HISTORY_DAYS)
                .bind("fewest", FEWEST)
                .map((row, context) -> {
                    touches.add(row.getString("touch"));
                    phases.add(row.getString("phase"));
                    p75s.add(row.getLong("p75"));
                    return true;
                })
                .list());
        return Map.of(
                "touches", touches.toArray(String[]::new),
                "phases", phases.toArray(String[]::new),
                "p75s", p75s.toArray(Long[]::new));
    }

    private static Listing<Drawn> cards(Filter column) {
        return OnboardingSql.filtered(
                        Listing.<Drawn>from(FROM).tenant("o.tenant_id").id("o.id", OnboardingId.class))
                .select(
                        OnboardingSql.COLUMNS
                                + ", cast(t.days as bigint) as days_in_phase, h.p75 as segment_p75, l.is_late",
                        (row, context) -> Drawn.of(row))
                .where("o.state in ('IN_PROGRESS', 'PAUSED')")
                .filter("column", column)
                .filter("isLate", Filter.of(Boolean.class, "l.is_late"))
                .filter("isPaused", Filter.of(Boolean.class, "(o.state = 'PAUSED')"))
                .sortByNumber("isLate", "case when l.is_late then 1 else 0 end")
                .sortByNumber("daysInPhase", "t.days")
                .build();
    }
}
