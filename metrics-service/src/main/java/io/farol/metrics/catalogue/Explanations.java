package io.farol.metrics.catalogue;

import io.farol.metrics.retelling.Retelling;
import io.farol.metrics.retelling.Retellings;
import io.farol.metrics.viewpoint.AccountId;
import io.farol.metrics.viewpoint.PagedViewpoint;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.rest.CsvTable;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the accounts behind one value of a metric. */
@ApplicationScoped
public class Explanations {
    private final Viewpoints viewpoints;
    private final Retellings retellings;
    private final Metrics metrics;
    private final Lists lists;

    Explanations(Viewpoints viewpoints, Retellings retellings, Metrics metrics, Lists lists) {
        this.viewpoints = viewpoints;
        this.retellings = retellings;
        this.metrics = metrics;
        this.lists = lists;
    }

    /**
     * What an account adds to a value: the values' numerator and denominator are the sums of these.
     *
     * @param accountId of a family that counts once: its topmost account
     * @param numerator decimal string, in the unit of the value's numerator
     * @param denominator decimal string; 0 when the metric has none
     */
    public record ExplainedAccount(AccountId accountId, String accountName, String numerator, String denominator) {}

    /** A list of accounts as it is asked for. */
    private record Explained(Listing<ExplainedAccount> listing, Map<String, Object> binds, long unconvertedLines) {}

    /** A page of accounts. @param parameters of the request; those of paging are used, and the page token is bound to all but those of time */
    @Transactional
    MetricExplanation page(MetricQuestion asked, @Nullable String group, Map<String, List<String>> parameters) {
        Map<String, List<String>> paging = paging(parameters);
        Map<String, List<String>> bound = new TreeMap<>(parameters);
        bound.keySet().removeAll(paging.keySet());
        bound.keySet().removeAll(List.of("asOf", "knownAt"));
        PagedViewpoint seen = viewpoints.ofPage(asked.asOf(), asked.knownAt(), paging);
        MetricQuestion question = asked.under(seen.viewpoint().policy());
        Explained explained = explained(seen.viewpoint(), question, group);
        Page<ExplainedAccount> page = seen.page(lists.page(
                explained.listing,
                explained.binds,
                seen.bound("explain/" + question.metric().key() + bound),
                seen.parameters()));
        return MetricExplanation.of(
                seen.viewpoint(),
                question,
                group,
                page,
                explained.unconvertedLines,
                metrics.freshness(question.metric(), seen.viewpoint(), seen.knownAt()));
    }

    /** All accounts as CSV; parameters as of {@link #page}. */
    @Transactional
    Response export(MetricQuestion asked, @Nullable String group, Map<String, List<String>> parameters) {
        Viewpoint viewpoint = viewpoints.at(asked.asOf(), asked.knownAt());
        MetricQuestion question = asked.under(viewpoint.policy());
        Explained explained = explained(viewpoint, question, group);
        return lists.csv(
                explained.listing,
                explained.binds,
                paging(parameters),
                question.metric().key() + "-explained");
    }

    private static Map<String, List<String>> paging(Map<String, List<String>> parameters) {
        Map<String, List<String>> paging = new TreeMap<>(parameters);
        paging.keySet().retainAll(List.of("pageSize", "pageToken", "count", "sort", "locale"));
        return paging;
    }

    private Explained explained(Viewpoint viewpoint, MetricQuestion question, @Nullable String ofGroup) {
        if (!question.metric().isExplained()
                || question.groupBy() != null && question.groupBy().isOfLines()) {
            throw new DomainException(MetricError.NOT_EXPLAINED_BY_ACCOUNTS, "no sum over accounts");
        }
        String group = ofGroup == null ? "" : ofGroup;
        Formula formula = question.formula();
        Scope scope = Scope.of(viewpoint, question);
        Retelling retelling = retellings.of(viewpoint, question.conventions(), question.filter());
        ExplanationSql sql =
                new ExplanationSql(scope, formula, group, RetoldAccounts.of(retelling, scope, formula, group));
        Listing<ExplainedAccount> listing = Listing.<ExplainedAccount>from("(" + sql.sql() + ") e")
                .tenant("e.tenant_id")
                .id("e.account_id", AccountId.class)
                .select(
                        "e.account_id, e.name, e.numerator, e.denominator",
                        (row, context) -> new ExplainedAccount(
                                new AccountId(row.getObject("account_id", UUID.class)),
                                row.getString("name"),
                                part(viewpoint, row.getBigDecimal("numerator"), formula.numerator()),
                                part(viewpoint, row.getBigDecimal("denominator"), formula.denominator())))
                .sortByText("accountName", "e.name")
                .sortByNumber("numerator", "e.numerator")
                .csv("accountId", ExplainedAccount::accountId)
                .csv("accountName", ExplainedAccount::accountName)
                .csv("numerator", account -> CsvTable.decimal(account.numerator()))
                .csv("denominator", account -> CsvTable.decimal(account.denominator()))
                .build();
        return new Explained(
                listing, sql.binds(), metrics.unconverted(question, scope).getFirst());
    }

    private static String part(Viewpoint viewpoint, BigDecimal value, Combination combination) {
        return combination.isMoney() ? viewpoint.money(value.movePointLeft(4)) : value.toPlainString();
    }
}
