package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.months;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TicketCellFormulaTest {
    private static final int CRM = Sample.CRM;

    @Test
    void aBucketHoldsTicketsWithTheSameFirstSevenBits() {
        assertEquals(new TicketBucket(1, 2), TicketBucket.of(1));
        assertEquals(new TicketBucket(127, 128), TicketBucket.of(127));
        assertEquals(new TicketBucket(128, 130), TicketBucket.of(129));
        assertEquals(new TicketBucket(254, 256), TicketBucket.of(255));
        assertEquals(new TicketBucket(256, 260), TicketBucket.of(256));
        assertEquals(new TicketBucket(999_424, 1_007_616), TicketBucket.of(1_000_000));
        assertEquals(1L << 61, TicketBucket.of((1L << 61) + 12_345).lowestE4());
    }

    @Test
    void aBucketBeginsWithItsLowestAndEndsBeforeTheNext() {
        TicketBucket bucket = TicketBucket.of(1_000_000);

        assertTrue(bucket.holds(999_424));
        assertTrue(bucket.holds(1_007_615));
        assertFalse(bucket.holds(999_423));
        assertFalse(bucket.holds(1_007_616));
    }

    /** 100.00 is 1,000,000, whose square is 10¹² = 1,000,000,000,000 (less than 2⁴⁰). */
    @Test
    void goesFromBucketToBucket() {
        assertEquals(
                Map.of(
                        "TICKET 999424 2024-01", "0/1",
                        "SQUARES 2024-01", "100000000/0",
                        "TICKET 999424 2024-03", "0/-1",
                        "TICKET 1490944 2024-03", "0/1",
                        "SQUARES 2024-03", "15048837.2224/1",
                        "TICKET 1490944 2024-05", "0/-1",
                        "SQUARES 2024-05", "-115048837.2224/-1"),
                shown(TicketCellFormula.of(months(
                        List.of(
                                piece(1, CRM, "2024-01-10", "2024-03-05", 100),
                                piece(1, CRM, "2024-03-05", "2024-05-31", 150)),
                        List.of()))));
    }

    /** 1,000,000 and 1,000,200 are in one bucket: only the squares change. */
    @Test
    void staysInItsBucketWhenItChangesLittle() {
        Cells cells = TicketCellFormula.of(months(
                List.of(
                        Sample.ofE4(1, "2024-01-10", "2024-03-05", 1_000_000),
                        Sample.ofE4(1, "2024-03-05", "", 1_000_200)),
                List.of()));

        assertEquals(
                List.of("SQUARES", "TICKET 999424"),
                cells.asMap().keySet().stream()
                        .map(CellKey::measure)
                        .distinct()
                        .sorted()
                        .toList());
        assertEquals(new BigInteger("1000400040000"), squares(cells));
    }

    @Test
    void aFrozenAccountHasNoTicket() {
        Cells cells = TicketCellFormula.of(
                months(List.of(piece(1, CRM, "2024-01-10", "", 100)), List.of(freeze(1, "2024-03-10", "2024-04-10"))));

        assertEquals(
                Map.of(
                        "TICKET 999424 2024-01", "0/1",
                        "SQUARES 2024-01", "100000000/0",
                        "TICKET 999424 2024-03", "0/-1",
                        "SQUARES 2024-03", "-100000000/0",
                        "TICKET 999424 2024-04", "0/1",
                        "SQUARES 2024-04", "100000000/0"),
                shown(cells));
        cells.each((key, sum) -> assertEquals("tickets:total", key.dim()));
    }

    @Test
    void squaresAreExactAlsoWhereTheyAreLongerThanALong() {
        for (long ticket : new long[] {
            1, 1_048_575, 1_048_576, 1_048_577, 123_456_789_012L, (1L << 41) + 987_654_321, 1_125_899_906_842_623L
        }) {
            assertEquals(
                    BigInteger.valueOf(ticket).pow(2),
                    squares(TicketCellFormula.of(
                            months(List.of(Sample.ofE4(1, "2024-01-10", "", ticket)), List.of()))));
        }
    }

    private static BigInteger squares(Cells cells) {
        BigInteger[] sum = {BigInteger.ZERO};
        cells.each((key, parts) -> {
            if (key.measure().equals("SQUARES")) {
                sum[0] = sum[0].add(BigInteger.valueOf(parts.n()).shiftLeft(40))
                        .add(BigInteger.valueOf(parts.amountE4()));
            }
        });
        return sum[0];
    }
}
