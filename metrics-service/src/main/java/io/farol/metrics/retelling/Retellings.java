package io.farol.metrics.retelling;

import io.farol.metrics.ledger.AccountFacts;
import io.farol.metrics.ledger.AccountHistory;
import io.farol.metrics.ledger.CurrentValuation;
import io.farol.metrics.ledger.FactReader;
import io.farol.metrics.ledger.Pricing;
import io.farol.metrics.ledger.Valuation;
import io.farol.metrics.retelling.Retelling.Part;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Viewpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Finds the accounts that conventions concern and tells them anew from their facts. To be used inside the transaction that answers.
 *
 * <p>Reads the facts of these accounts only: those with lines in another currency (fx=CURRENT), with discounted lines (discount=IGNORED), with lines of products whose price has taxes in it (taxes=NET), and members of families of two or more (logo=GROUP). Where there are none, nothing is read
 * but an empty index.
 */
@ApplicationScoped
public class Retellings {
    private static final String FOREIGN = """
            select distinct account_id from line_piece
             where tenant_id = :tenant and gen = :gen and rate_day is not null and pos + 0 <= :position and pos_to > :position""";

    private static final String DISCOUNTED = """
            select distinct account_id from line_term
             where tenant_id = :tenant and discount <> 0 and coalesce(is_recurring, mrr_e4 > 0) and pos + 0 <= :position and pos_to > :position""";

    private static final String TAXED_PRODUCTS =
            "select product_id from product_tax where tenant_id = :tenant and pos + 0 <= :position and pos_to > :position";

    private static final String TAXED = """
            select distinct account_id from line_piece
             where tenant_id = :tenant and gen = :gen and product_id = any(cast(:products as uuid[])) and pos + 0 <= :position and pos_to > :position""";

    /** Of accounts whose parent is an account, too. */
    private static final String PARENTS = """
            select p.account_id, p.parent_account_id
              from account_parent p join account_copy a on a.tenant_id = p.tenant_id and a.id = p.parent_account_id
             where p.tenant_id = :tenant and p.pos + 0 <= :position and p.pos_to > :position and p.account_id <> p.parent_account_id""";

    private static final String TAGS =
            "select id, tags from account_copy where tenant_id = :tenant and id = any(cast(:accounts as uuid[])) and tags <> '{}'";

    private final Jdbi jdbi;

    Retellings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What conventions change for the accounts that a filter may choose. */
    public Retelling of(Viewpoint viewpoint, Conventions conventions, AccountFilter filter) {
        if (conventions.isStandard()) {
            return Retelling.NONE;
        }
        return jdbi.withHandle(handle -> {
            handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
            SortedMap<UUID, SortedSet<UUID>> families = new TreeMap<>();
            if (conventions.logo() == LogoTreatment.GROUP) {
                families.putAll(FamilyFormula.of(parents(handle, viewpoint)));
            }
            Set<UUID> single = single(handle, viewpoint, conventions);
            families.values().forEach(single::removeAll);
            if (families.isEmpty() && single.isEmpty()) {
                return Retelling.NONE;
            }
            Set<UUID> concerned = new HashSet<>(single);
            families.values().forEach(concerned::addAll);
            FactReader reader = new FactReader(handle, viewpoint.tenant().value(), viewpoint.position());
            Map<UUID, AccountFacts> facts = reader.believed(concerned);
            Map<UUID, AccountFacts> priced = conventions.pricing().equals(Pricing.STANDARD)
                    ? facts
                    : reader.priced(facts, conventions.pricing());
            Map<UUID, Set<String>> tags = filter.tags().isPresent() ? tags(handle, viewpoint, concerned) : Map.of();
            Valuation valuation = conventions.fx() == FxTreatment.CURRENT
                    ? new CurrentValuation(reader.rates(), viewpoint.asOf())
                    : Valuation.KEPT;
            return new Retelling(parts(families, single, facts, priced, tags, valuation));
        });
    }

    private static List<Part> parts(
            SortedMap<UUID, SortedSet<UUID>> families,
            Set<UUID> single,
            Map<UUID, AccountFacts> facts,
            Map<UUID, AccountFacts> priced,
            Map<UUID, Set<String>> tags,
            Valuation valuation) {
        List<Part> parts = new ArrayList<>();
        facts.forEach((account, known) -> add(parts, -1, account, List.of(known), known, tags, Valuation.KEPT));
        families.forEach((top, members) -> add(
                parts,
                1,
                top,
                members.stream().map(priced::get).toList(),
                priced.getOrDefault(top, AccountFacts.NOTHING),
                tags,
                valuation));
        for (UUID account : single) {
            AccountFacts known = priced.getOrDefault(account, AccountFacts.NOTHING);
            add(parts, 1, account, List.of(known), known, tags, valuation);
        }
        return parts;
    }

    private static void add(
            List<Part> parts,
            int sign,
            UUID account,
            List<AccountFacts> members,
            AccountFacts namesake,
            Map<UUID, Set<String>> tags,
            Valuation valuation) {
        AccountHistory history = AccountHistory.of(members, namesake.groups(), valuation);
        if (!history.isEmpty()) {
            parts.add(new Part(sign, account, tags.getOrDefault(account, Set.of()), history));
        }
    }

    /** Accounts of which some line is worth something else. */
    private static Set<UUID> single(Handle handle, Viewpoint viewpoint, Conventions conventions) {
        Set<UUID> accounts = new HashSet<>();
        if (conventions.fx() == FxTreatment.CURRENT) {
            accounts.addAll(ids(handle, viewpoint, FOREIGN));
        }
        if (conventions.discount() == DiscountTreatment.IGNORED) {
            accounts.addAll(ids(handle, viewpoint, DISCOUNTED));
        }
        if (conventions.taxes() == TaxTreatment.NET) {
            accounts.addAll(taxed(handle, viewpoint));
        }
        return accounts;
    }

    /** Their lines are looked up by product, once there is one. */
    private static List<UUID> taxed(Handle handle, Viewpoint viewpoint) {
        List<UUID> products = ids(handle, viewpoint, TAXED_PRODUCTS);
        return products.isEmpty()
                ? List.of()
                : handle.createQuery(TAXED)
                        .bindMap(viewpoint.binds())
                        .bindArray("products", UUID.class, products)
                        .mapTo(UUID.class)
                        .list();
    }

    private static List<UUID> ids(Handle handle, Viewpoint viewpoint, String sql) {
        return handle.createQuery(sql)
                .bindMap(viewpoint.binds())
                .mapTo(UUID.class)
                .list();
    }

    private static Map<UUID, UUID> parents(Handle handle, Viewpoint viewpoint) {
        Map<UUID, UUID> parents = new HashMap<>();
        handle.createQuery(PARENTS)
                .bindMap(viewpoint.binds())
                .map((row, context) -> parents.put(
                        row.getObject("account_id", UUID.class), row.getObject("parent_account_id", UUID.class)))
                .list();
        return parents;
    }

    private static Map<UUID, Set<String>> tags(Handle handle, Viewpoint viewpoint, Collection<UUID> accounts) {
        Map<UUID, Set<String>> tags = new HashMap<>();
        handle.createQuery(TAGS)
                .bindMap(viewpoint.binds())
                .bindArray("accounts", UUID.class, accounts)
                .map((row, context) -> tags.put(row.getObject("id", UUID.class), Set.of((String[])
                        row.getArray("tags").getArray())))
                .list();
        return tags;
    }
}
