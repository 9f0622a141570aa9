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

/**
 * Corrections worked out by hand from the sums documented at the table {@code window_cell}: what the pair (MRR then, MRR now) is, less what the flows say by themselves.
 */
class WindowFormulaTest {
    private static final int EVER = LedgerTime.monthOf(LedgerTime.EVER);
    private static final List<MonthGroup> ALWAYS = List.of(new MonthGroup(EVER, LedgerTime.OPEN_MONTH, ""));

    /** 100 from January, 150 from March. The flows say 50 more in March at once; of those who were there 3 (6, 12) months before nobody is, until April (July, January). */
    @Test
    void anExpansionSoonAfterTheStartCountsLater() {
        assertEquals(
                Map.of(
                        "NOW_3 2024-03", "-50/0",
                        "NOW_3 2024-04", "50/0",
                        "NOW_6 2024-03", "-50/0",
                        "NOW_6 2024-07", "50/0",
                        "NOW_12 2024-03", "-50/0",
                        "NOW_12 2025-01", "50/0"),
                total(
                        List.of(
                                piece(1, CRM, "2024-01-01", "2024-03-01", 100),
                                changed(1, CRM, "2024-03-01", "", 150, 1, null)),
                        List.of()));
    }

    /** 100 in January and February only: nobody who was there 3 months before is there, though flows say 100 went in March and came in April. */
    @Test
    void whoeverLeavesBeforeTheWindowClosesWasNeverLost() {
        assertEquals(
                Map.of(
                        "NOW_3 2024-03", "100/1",
                        "MIN_3 2024-03", "100/0",
                        "NOW_3 2024-04", "-100/-1",
                        "MIN_3 2024-04", "-100/0",
                        "NOW_6 2024-03", "100/1",
                        "MIN_6 2024-03", "100/0",
                        "NOW_6 2024-07", "-100/-1",
                        "MIN_6 2024-07", "-100/0"),
                without("12", total(List.of(piece(1, CRM, "2024-01-01", "2024-03-01", 100)), List.of())));
    }

    /** Changes that lie further apart than the window need nothing. */
    @Test
    void needsNothingForChangesFarApart() {
        assertEquals(
                Map.of(),
                total(
                        List.of(
                                piece(1, CRM, "2020-01-01", "2021-03-01", 100),
                                changed(1, CRM, "2021-03-01", "2022-05-01", 150, 1, null),
                                changed(1, CRM, "2022-05-01", "2023-06-01", 120, 1, null),
                                changed(1, CRM, "2023-06-01", "2024-07-01", 130, 1, "READJUSTMENT")),
                        List.of()));
    }

    /** 100 from 2020, 150 from March 2024, 130 from May. Min of 3 months: flows say 20 less from May on, but then (February) was 100 until June, when then (March) is 150. */
    @Test
    void aContractionOfWhatWasJustGainedTakesNothingOfWhatWasThere() {
        assertEquals(
                Map.of("MIN_3 2024-05", "20/0", "MIN_3 2024-06", "-20/0"),
                without(
                        "6",
                        without(
                                "12",
                                total(
                                        List.of(
                                                piece(1, CRM, "2020-01-01", "2024-03-01", 100),
                                                changed(1, CRM, "2024-03-01", "2024-05-01", 150, 1, null),
                                                changed(1, CRM, "2024-05-01", "", 130, 1, null)),
                                        List.of()))));
    }

    /** 100 from 2020, indexed down to 90 in March 2024. The least of then and now falls at once, but flows count a readjustment of those who stay only when it is over: 10 less in March, back when it is. */
    @Test
    void aFallingIndexTakesAtOnce() {
        assertEquals(
                Map.of("MIN_1 2024-03", "-10/0", "MIN_1 2024-04", "10/0"),
                without(
                        "3",
                        without(
                                "6",
                                without(
                                        "12",
                                        total(
                                                List.of(
                                                        piece(1, CRM, "2020-01-01", "2024-03-01", 100),
                                                        changed(1, CRM, "2024-03-01", "", 90, 1, "READJUSTMENT")),
                                                List.of())))));
    }

    /** 100 from January, indexed by 10 in February, cancelled in March: of a window of 3 months there is no index, of one month it is in February's pair only. */
    @Test
    void countsTheIndexOfThoseWhoAreThereAtBothEnds() {
        Map<String, String> corrections = total(
                List.of(
                        piece(1, CRM, "2024-01-01", "2024-02-01", 100),
                        changed(1, CRM, "2024-02-01", "2024-03-01", 110, 1, "READJUSTMENT")),
                List.of());

        assertEquals(null, corrections.get("INDEX_1 2024-02"));
        assertEquals(null, corrections.get("INDEX_1 2024-03"));
        assertEquals("-10/0", corrections.get("INDEX_3 2024-02"));
        assertEquals("10/0", corrections.get("INDEX_3 2024-05"));
    }

    /** 100 from January, frozen in February and March. In one month's windows it is 0 in February and March (now), and from March to April (then): FREEZE and UNFREEZE say just that. */
    @Test
    void aFreezeIsNoLossOfALogo() {
        Map<String, String> corrections =
                total(List.of(piece(1, CRM, "2024-01-01", "", 100)), List.of(freeze(1, "2024-02-01", "2024-04-01")));

        assertEquals(Map.of(), only("_1", corrections));
        // of 3 months: April has January's, May and June have nothing, as they then were frozen; flows say 100 less
        // from February to April
        assertEquals(
                Map.of(
                        "MIN_3 2024-02", "100/0",
                        "MIN_3 2024-05", "-100/0",
                        "NOW_3 2024-02", "100/0",
                        "NOW_3 2024-05", "-100/0"),
                only("_3", corrections));
    }

    /** 100 in A from January, in B from March, cancelled in April: A and B had it at their windows' starts in turn, and lose it in turn; flows say that B lost what it did not have. */
    @Test
    void belongsToTheGroupAtTheWindowsStart() {
        List<LinePiece> line = List.of(piece(1, CRM, "2024-01-01", "2024-04-01", 100));
        List<MonthResult> months = months(line, List.of());
        List<MonthGroup> groups = List.of(
                new MonthGroup(EVER, month("2024-03"), "A"),
                new MonthGroup(month("2024-03"), LedgerTime.OPEN_MONTH, "B"));
        Cells flows = CellFormula.byDimension("sector", groups, months, StretchFormula.of(line, List.of()));

        assertEquals(
                Map.of(
                        "A NOW_3 2024-04", "-100/-1",
                        "A MIN_3 2024-04", "-100/0",
                        "A NOW_3 2024-06", "100/1",
                        "A MIN_3 2024-06", "100/0",
                        "B NOW_3 2024-04", "100/1",
                        "B MIN_3 2024-04", "100/0",
                        "B NOW_3 2024-06", "-100/-1",
                        "B MIN_3 2024-06", "-100/0"),
                only("_3", shown(WindowFormula.of("sector", groups, months, flows))));
    }

    @Test
    void keepsNothingOfGroupNone() {
        List<LinePiece> line = List.of(piece(1, CRM, "2024-01-01", "2024-02-01", 100));
        List<MonthResult> months = months(line, List.of());
        List<MonthGroup> groups = List.of(new MonthGroup(EVER, LedgerTime.OPEN_MONTH, GroupValue.NONE));
        Cells flows = new Cells();
        flows.add("sector", GroupValue.NONE, CellFormula.TRANSFER_IN, month("2024-01"), 100_0000, 1);

        assertEquals(Map.of(), shown(WindowFormula.of("sector", groups, months, flows)));
    }

    private static Map<String, String> total(List<LinePiece> pieces, List<Freeze> freezes) {
        List<MonthResult> months = months(pieces, freezes);
        return shown(WindowFormula.of(CellKey.TOTAL, ALWAYS, months, CellFormula.total(months)));
    }

    private static Map<String, String> only(String window, Map<String, String> corrections) {
        Map<String, String> some = new TreeMap<>(corrections);
        some.keySet().removeIf(key -> !key.contains(window + " "));
        return some;
    }

    private static Map<String, String> without(String window, Map<String, String> corrections) {
        Map<String, String> some = new TreeMap<>(corrections);
        some.keySet().removeIf(key -> key.contains("_" + window + " "));
        return some;
    }
}
