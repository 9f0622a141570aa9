package io.farol.metrics.movement;

import io.farol.metrics.retelling.Conventions;
import io.farol.metrics.retelling.Retellings;
import io.farol.metrics.statement.Statements;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.AccountId;
import io.farol.metrics.viewpoint.AmendmentId;
import io.farol.metrics.viewpoint.ContractLineId;
import io.farol.metrics.viewpoint.FreezeId;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.PagedViewpoint;
import io.farol.metrics.viewpoint.Population;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the ledger's entries as they are believed: what was taken back, and the entries that take back, are left out. */
@ApplicationScoped
public class Movements {
    private static final String COLUMNS =
            "m.account_id, a.name, m.day, m.kind, m.sub_kind, m.amount_e4, m.line_id, m.amendment_id, m.freeze_id, m.churn_reason, k.stamped_at, :currency as currency";
    private static final String BELIEVED = "m.gen = :gen and m.pos <= :position and m.reverses = 0"
            + " and not exists (select 1 from movement r where r.tenant_id = m.tenant_id and r.gen = m.gen and r.account_id = m.account_id and r.day = m.day and r.kind = m.kind"
            + " and r.reverses = m.pos and r.pos <= :position)";

    /** Makes rows unique within a day, whatever way they are sorted. */
    private static final List<String> KEYS = List.of("day", "kind", "position");

    private static final LocalDate EVER = LocalDate.of(1, 1, 1);
    private static final LocalDate OPEN = LocalDate.of(9999, 12, 31);

    /**
     * Entries of chosen accounts. As in the statement, that of the month before counts for what an account does, and this month's for what it does without having been one at the month's start:
     * so the entries of a month add up to its statement's kinds.
     */
    private static final String CHOSEN = """
             select m.*
              from movement m
             cross join lateral (select farol_month(m.day) as month, date_trunc('month', m.day::timestamp)::date as starts_on) b
             cross join lateral (
                select b.month - case when exists (select 1 from account_interval i
                                                    where i.tenant_id = :tenant and i.gen = :gen and i.account_id = m.account_id and i.from_day < b.starts_on and i.until_day >= b.starts_on
                                                      and i.pos + 0 <= :position and i.pos_to > :position)
                                      then 1 else 0 end as month) counted
              join part p on p.account_id = m.account_id and (p.f < b.month and b.month < p.t or p.f <= counted.month and counted.month < p.t)
             where m.tenant_id = :tenant and m.gen = :gen""";

    private final Viewpoints viewpoints;
    private final Statements statements;
    private final Retellings retellings;
    private final Lists lists;

    Movements(Viewpoints viewpoints, Statements statements, Retellings retellings, Lists lists) {
        this.viewpoints = viewpoints;
        this.statements = statements;
        this.retellings = retellings;
        this.lists = lists;
    }

    /**
     * What is asked.
     *
     * @param from first day, inclusive; null = since ever
     * @param to last day, inclusive; null = for ever
     * @param isNewestFirst else by day
     * @param filter which accounts the entries are about
     * @param parameters of the request that choose a page and rows otherwise than by time and filter
     */
    record Question(
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            boolean isNewestFirst,
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt,
            AccountFilter filter,
            Conventions conventions,
            Map<String, List<String>> parameters) {
        Question {
            if (from != null && to != null && to.isBefore(from)) {
                throw DomainException.invalid(List.of(Fault.in("to", PlatformError.ENDS_BEFORE_START)));
            }
        }

        private Statements.MonthSpan months() {
            return new Statements.MonthSpan(
                    Months.number(YearMonth.from(from == null ? EVER : from)),
                    Months.number(YearMonth.from(to == null ? OPEN : to)));
        }
    }

    /**
     * A page of entries.
     *
     * @param viewpoint from where all pages are seen
     * @param unconvertedLines contract lines without an exchange rate that run in the months asked for: they have no entries
     */
    record Answer(Page<MovementView> page, Viewpoint viewpoint, Conventions conventions, long unconvertedLines) {}

    @Transactional
    Answer answer(Question question) {
        PagedViewpoint seen = viewpoints.ofPage(question.asOf(), question.knownAt(), question.parameters());
        long unconverted = statements
                .unconvertedLines(seen.viewpoint(), question.filter(), List.of(question.months()))
                .getFirst();
        return new Answer(page(seen, question), seen.viewpoint(), question.conventions(), unconverted);
    }

    /** All entries as CSV. */
    @Transactional
    Response export(Question question) {
        Viewpoint viewpoint = viewpoints.at(question.asOf(), question.knownAt());
        RetoldMovements retold = retold(viewpoint, question);
        return lists.csv(
                listing(question.filter(), retold),
                binds(viewpoint, question.filter(), retold),
                listed(question, question.parameters()),
                "mrr-movements");
    }

    /** A page of entries. @param parameters of the list, those of time aside @param isNewestFirst else by day */
    @Transactional
    public Page<MovementView> page(
            Map<String, List<String>> parameters, boolean isNewestFirst, @Nullable Instant knownAt) {
        Question question = new Question(
                null, null, isNewestFirst, null, knownAt, AccountFilter.ALL, Conventions.STANDARD, parameters);
        return page(viewpoints.ofPage(null, knownAt, parameters), question);
    }

    private Page<MovementView> page(PagedViewpoint seen, Question question) {
        RetoldMovements retold = retold(seen.viewpoint(), question);
        return seen.page(lists.page(
                listing(question.filter(), retold),
                binds(seen.viewpoint(), question.filter(), retold),
                seen.bound("movements"
                        + question.conventions().named()
                        + question.filter().valuesByName()),
                listed(question, seen.parameters())));
    }

    private RetoldMovements retold(Viewpoint viewpoint, Question question) {
        return RetoldMovements.of(
                retellings.of(viewpoint, question.conventions(), question.filter()), question.filter());
    }

    /** A question in the words of the list. */
    private static Map<String, List<String>> listed(Question question, Map<String, List<String>> parameters) {
        Map<String, List<String>> listed = new TreeMap<>(parameters);
        if (question.from != null) {
            listed.put("dayFrom", List.of(question.from.toString()));
        }
        if (question.to != null) {
            listed.put("dayUntil", List.of(question.to.plusDays(1).toString()));
        }
        listed.put(
                "sort",
                List.of(String.join(
                        ",",
                        KEYS.stream()
                                .map(key -> question.isNewestFirst ? "-" + key : key)
                                .toList())));
        return listed;
    }

    private static Listing<MovementView> listing(AccountFilter filter, RetoldMovements retold) {
        String chosen = filter.isAll()
                ? "movement m"
                : "(" + Population.inside(filter, null).with() + CHOSEN + ") m";
        String entries = retold.isNone() ? chosen : RetoldMovements.among(chosen, BELIEVED);
        return Listing.<MovementView>from(entries
                        + " join account_copy a on a.tenant_id = m.tenant_id and a.id = m.account_id"
                        + " left join knowledge k on k.tenant_id = m.tenant_id and k.pos = m.pos")
                .tenant("m.tenant_id")
                .id("m.account_id", AccountId.class)
                .select(COLUMNS, (row, context) -> view(row))
                .where(retold.isNone() ? BELIEVED : "true")
                .filter("account", Filter.of(AccountId.class, "m.account_id"))
                .filter("kind", Filter.of(MovementKind.class, "m.kind"))
                .filter("churnReason", Filter.text("m.churn_reason"))
                .range("day", LocalDate.class, "m.day")
                .sortByTime("day", LocalDate.class, "m.day")
                .sortByText("kind", "m.kind")
                .sortByNumber("position", "m.pos")
                .csv("day", MovementView::day)
                .csv("kind", MovementView::kind)
                .csv("subKind", MovementView::subKind)
                .csv("accountId", MovementView::accountId)
                .csv("accountName", MovementView::accountName)
                .csv("amount", MovementView::amount)
                .csv("currency", movement -> movement.amount().currency().getCurrencyCode())
                .csv("lineId", MovementView::lineId)
                .csv("amendmentId", MovementView::amendmentId)
                .csv("freezeId", MovementView::freezeId)
                .csv("churnReason", MovementView::churnReason)
                .csv("learntAt", MovementView::learntAt)
                .build();
    }

    private static Map<String, Object> binds(Viewpoint viewpoint, AccountFilter filter, RetoldMovements retold) {
        Map<String, Object> binds = new HashMap<>(
                filter.isAll()
                        ? viewpoint.binds()
                        : Population.inside(filter, null).binds(viewpoint));
        if (!retold.isNone()) {
            binds.putAll(retold.binds());
        }
        binds.put("currency", viewpoint.currency().getCurrencyCode());
        return binds;
    }

    private static MovementView view(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime learntAt = row.getObject("stamped_at", OffsetDateTime.class);
        @Nullable UUID line = row.getObject("line_id", UUID.class);
        @Nullable UUID amendment = row.getObject("amendment_id", UUID.class);
        @Nullable UUID freeze = row.getObject("freeze_id", UUID.class);
        return new MovementView(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                row.getObject("day", LocalDate.class),
                MovementKind.valueOf(row.getString("kind")),
                row.getString("sub_kind"),
                Money.ofE4(row.getLong("amount_e4"), Currency.getInstance(row.getString("currency")))
                        .rounded(),
                line == null ? null : new ContractLineId(line),
                amendment == null ? null : new AmendmentId(amendment),
                freeze == null ? null : new FreezeId(freeze),
                row.getString("churn_reason"),
                learntAt == null ? null : learntAt.toInstant());
    }
}
