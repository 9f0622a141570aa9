package io.farol.metrics.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
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
     * What an account adds to a value: the values' numerator and denominator are the sums of these. Where the value follows from two metrics (ltv), the numerator and denominator of the
     * first, and those of each under {@code factors}.
     *
     * @param accountId of a family that counts once: its topmost account
     * @param numerator decimal string, in the unit of the value's numerator
     * @param denominator decimal string; 0 when the metric has none
     * @param factors null when the value follows from one numerator and one denominator
     */
    public record ExplainedAccount(
            AccountId accountId,
            String accountName,
            String numerator,
            String denominator,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<ExplainedFactor> factors) {

        private String last(Function<ExplainedFactor, String> part) {
            return part.apply(Objects.requireNonNull(factors).getLast());
        }
    }

    /**
     * What an account adds to a metric that a value follows from.
     *
     * @param metric its key
     * @param numerator decimal string, in its unit
     * @param denominator decimal string
     */
    public record ExplainedFactor(String metric, String numerator, String denominator) {}

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
        if (question.groupBy() != null && question.groupBy().isOfLines()) {
            throw new DomainException(MetricError.NOT_EXPLAINED_BY_ACCOUNTS, "no sum over accounts");
        }
        String group = ofGroup == null ? "" : ofGroup;
        Formula formula = question.formula();
        Scope scope = Scope.of(viewpoint, question);
        Retelling retelling = retellings.of(viewpoint, question.conventions(), question.filter());
        List<Factor> factors = formula.factors().isEmpty()
                ? List.of(new Factor(question.metric().key(), formula.numerator(), formula.denominator()))
                : formula.factors();
        ExplanationSql sql =
                new ExplanationSql(scope, factors, group, RetoldAccounts.of(retelling, scope, factors, group));
        Listing.Builder<ExplainedAccount> listing = Listing.<ExplainedAccount>from("(" + sql.sql() + ") e")
                .tenant("e.tenant_id")
                .id("e.account_id", AccountId.class)
                .select(
                        "e.account_id, e.name, e.numerator, e.denominator, e.last_numerator, e.last_denominator",
                        (row, context) -> explained(row, viewpoint, factors))
                .sortByText("accountName", "e.name")
                .sortByNumber("numerator", "e.numerator")
                .csv("accountId", ExplainedAccount::accountId)
                .csv("accountName", ExplainedAccount::accountName)
                .csv("numerator", account -> CsvTable.decimal(account.numerator()))
                .csv("denominator", account -> CsvTable.decimal(account.denominator()));
        if (factors.size() > 1) {
            listing.csv("lastNumerator", account -> CsvTable.decimal(account.last(ExplainedFactor::numerator)))
                    .csv("lastDenominator", account -> CsvTable.decimal(account.last(ExplainedFactor::denominator)));
        }
        return new Explained(
                listing.build(),
                sql.binds(),
                metrics.unconverted(question, scope).getFirst());
    }

    private static ExplainedAccount explained(ResultSet row, Viewpoint viewpoint, List<Factor> factors)
            throws SQLException {
        Factor first = factors.getFirst();
        Factor last = factors.getLast();
        String numerator = part(viewpoint, row.getBigDecimal("numerator"), first.numerator());
        String denominator = part(viewpoint, row.getBigDecimal("denominator"), first.denominator());
        return new ExplainedAccount(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                numerator,
                denominator,
                factors.size() == 1
                        ? null
                        : List.of(
                                new ExplainedFactor(first.metric(), numerator, denominator),
                                new ExplainedFactor(
                                        last.metric(),
                                        part(viewpoint, row.getBigDecimal("last_numerator"), last.numerator()),
                                        part(viewpoint, row.getBigDecimal("last_denominator"), last.denominator()))));
    }

    private static String part(Viewpoint viewpoint, BigDecimal value, Combination combination) {
        return combination.isMoney() ? viewpoint.money(value.movePointLeft(4)) : value.toPlainString();
    }
}
