package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.changed;
import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.month;
import static io.farol.metrics.ledger.Sample.months;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** By hand: what is frozen at a window's end of who paid at its start, less all that is frozen then. */
class FrozenFormulaTest {
    private static final MonthGroup ALWAYS = new MonthGroup(12, LedgerTime.OPEN_MONTH, "");

    @Test
    void whoWasNeverFrozenAddsNothing() {
        assertEquals(Map.of(), of(List.of(ALWAYS), List.of(piece(1, CRM, "2020-01-01", "2024-05-05", 100)), List.of()));
    }

    /** Frozen at the ends of January to April: two months later whoever is still frozen was frozen before a month (3 months before: in April). */
    @Test
    void countsWhileAWindowBeginsBeforeTheFreeze() {
        assertEquals(
                Map.of(
                        "NOW 1 2024-02", "-100/0",
                        "NOW 1 2024-05", "100/0",
                        "NOW 3 2024-04", "-100/0",
                        "NOW 3 2024-05", "100/0"),
                of(
                        List.of(ALWAYS),
                        List.of(piece(1, CRM, "2020-01-01", "", 100)),
                        List.of(freeze(1, "2024-01-10", "2024-05-10"))));
    }

    /** 100 until the freeze of January, then 130: 30 of it was not there; by February (1 month), April (3 months) it was frozen then. */
    @Test
    void saysWhatIsMoreThanThen() {
        Map<String, String> cells = of(
                List.of(ALWAYS),
                List.of(
                        piece(1, CRM, "2020-01-01", "2024-01-05", 100),
                        changed(1, CRM, "2024-01-05", "", 130, 1, null)),
                List.of(freeze(1, "2024-01-10", "2024-05-10")));
        cells.keySet().removeIf(key -> !key.startsWith("OVER"));

        assertEquals(
                Map.of(
                        "OVER 1 2024-01", "30/0",
                        "OVER 1 2024-02", "-30/0",
                        "OVER 3 2024-01", "30/0",
                        "OVER 3 2024-04", "-30/0",
                        "OVER 6 2024-01", "30/0",
                        "OVER 6 2024-05", "-30/0",
                        "OVER 12 2024-01", "30/0",
                        "OVER 12 2024-05", "-30/0"),
                cells);
    }

    /** In A until January, in B from February on, frozen at the ends of February to April. Then (a month, three months before) it was A's: all of the first month, all three. */
    @Test
    void isOfTheGroupOfThen() {
        List<MonthGroup> groups = List.of(
                new MonthGroup(12, month("2024-02"), "A"),
                new MonthGroup(month("2024-02"), LedgerTime.OPEN_MONTH, "B"));
        Map<String, String> cells = of(
                groups, List.of(piece(1, CRM, "2020-01-01", "", 100)), List.of(freeze(1, "2024-02-10", "2024-05-10")));
        cells.keySet().removeIf(key -> !key.contains("NOW 1 ") && !key.contains("NOW 3 "));

        assertEquals(
                Map.of(
                        "A NOW 1 2024-02", "100/0",
                        "A NOW 1 2024-03", "-100/0",
                        "B NOW 1 2024-02", "-100/0",
                        "B NOW 1 2024-05", "100/0",
                        "A NOW 3 2024-02", "100/0",
                        "A NOW 3 2024-05", "-100/0",
                        "B NOW 3 2024-02", "-100/0",
                        "B NOW 3 2024-05", "100/0"),
                cells);
        assertEquals(
                Map.of(),
                of(
                        List.of(new MonthGroup(12, LedgerTime.OPEN_MONTH, GroupValue.NONE)),
                        List.of(piece(1, CRM, "2020-01-01", "", 100)),
                        List.of(freeze(1, "2024-02-10", "2024-05-10"))));
    }

    private static Map<String, String> of(List<MonthGroup> groups, List<LinePiece> pieces, List<Freeze> freezes) {
        return new TreeMap<>(shown(FrozenFormula.of("sector", groups, months(pieces, freezes))));
    }
}
