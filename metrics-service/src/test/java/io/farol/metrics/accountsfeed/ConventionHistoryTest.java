package io.farol.metrics.accountsfeed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.ledger.LedgerUpdate;
import io.farol.metrics.retelling.Conventions;
import io.farol.metrics.retelling.DiscountTreatment;
import io.farol.metrics.retelling.FxTreatment;
import io.farol.metrics.retelling.LogoTreatment;
import io.farol.metrics.retelling.RetoldCells;
import io.farol.metrics.retelling.TaxTreatment;
import io.farol.metrics.viewpoint.FigurePolicy;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.runtime.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever happens to contracts, rates and families: what conventions tell anew is their definition, taken line by line and day by day, and what was said once can be said again. */
class ConventionHistoryTest {
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final LocalDate TODAY = LocalDate.of(2024, 9, 17);
    private static final List<Conventions> ALL = List.of(
            Conventions.of(FxTreatment.CURRENT, null, null, null),
            Conventions.of(null, LogoTreatment.GROUP, null, null),
            Conventions.of(FxTreatment.CURRENT, LogoTreatment.GROUP, null, null),
            Conventions.of(null, null, DiscountTreatment.IGNORED, null),
            Conventions.of(FxTreatment.CURRENT, null, DiscountTreatment.IGNORED, null),
            Conventions.of(null, null, null, TaxTreatment.NET),
            Conventions.of(FxTreatment.CURRENT, LogoTreatment.GROUP, DiscountTreatment.IGNORED, TaxTreatment.NET));

    private int fxFigures;
    private int familyFigures;
    private int discountFigures;
    private int taxFigures;

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void isTheDefinitionAndReproducible(@ForAll long seed) {
        String tenant = "abroad-" + TENANTS.incrementAndGet();
        RandomHistory history = new RandomHistory(seed, new Books(tenant), 5, true);
        Map<Long, Map<Conventions, Map<String, String>>> told = new LinkedHashMap<>();
        while (history.fewestChanges() < 20) {
            history.step();
            long pos = history.books.publish().pos();
            if (pos % 5 == 0) {
                told.put(pos, cells(tenant, pos));
            }
        }
        Map<String, Long> standard = new SlowLedger(history.books).figures();
        assertEquals(
                List.of(), differences(standard, new SlowRetelling(history.books, SlowConvention.STANDARD).figures()));

        Map<Conventions, Map<String, String>> last = cells(tenant, Long.MAX_VALUE - 1);

        last.forEach((conventions, cells) -> {
            Map<String, Long> expected = new SlowRetelling(
                            history.books,
                            new SlowConvention(
                                    conventions.fx() == FxTreatment.CURRENT,
                                    conventions.logo() == LogoTreatment.GROUP,
                                    conventions.discount() == DiscountTreatment.IGNORED,
                                    conventions.taxes() == TaxTreatment.NET,
                                    TODAY))
                    .figures();
            assertEquals(List.of(), differences(expected, LedgerFigures.of(cells)), conventions.toString());
            boolean isOther = !differences(standard, expected).isEmpty();
            fxFigures += isOther && conventions.fx() == FxTreatment.CURRENT ? 1 : 0;
            familyFigures += isOther && conventions.logo() == LogoTreatment.GROUP ? 1 : 0;
            discountFigures += isOther && conventions.discount() == DiscountTreatment.IGNORED ? 1 : 0;
            taxFigures += isOther && conventions.taxes() == TaxTreatment.NET ? 1 : 0;
        });
        assertTrue(
                fxFigures > 0 && familyFigures > 0 && discountFigures > 0 && taxFigures > 0, "nothing was told anew");
        told.forEach((pos, cells) -> assertEquals(cells, cells(tenant, pos)));
    }

    /** The ledger's cells and what conventions add to them, as believed at a point. */
    private static Map<Conventions, Map<String, String>> cells(String tenant, long pos) {
        return LedgerDatabase.call(tenant, handle -> {
            Map<String, String> stored = LedgerFigures.cellsAt(handle, tenant, pos);
            Viewpoint viewpoint = new Viewpoint(
                    new TenantId(tenant),
                    LedgerUpdate.activeGeneration(handle, tenant),
                    pos,
                    Instant.EPOCH,
                    TODAY,
                    Currency.getInstance("BRL"),
                    FigurePolicy.NONE,
                    List.of());
            Map<Conventions, Map<String, String>> cells = new LinkedHashMap<>();
            for (Conventions conventions : ALL) {
                cells.put(conventions, RetoldCells.add(stored, LedgerDatabase.jdbi(), viewpoint, conventions));
            }
            return cells;
        });
    }

    /** Windows and tickets are told period by period, not by cells: {@link ConventionOracleApiTest}. */
    private static List<String> differences(Map<String, Long> expected, Map<String, Long> actual) {
        TreeMap<String, Long> all = new TreeMap<>(expected);
        all.putAll(actual);
        return all.keySet().stream()
                .filter(key -> !key.matches(".*\\|(w\\d+|acv|ticket)\\.[^|]*"))
                .filter(key -> !expected.getOrDefault(key, 0L).equals(actual.getOrDefault(key, 0L)))
                .map(key -> key + " expected " + expected.get(key) + " but was " + actual.get(key))
                .limit(30)
                .toList();
    }
}
