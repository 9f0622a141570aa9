package io.farol.runtime.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How numbers, days and texts of a file are understood when nobody says. */
class NotationTest {
    private static final NumberNotation BRAZIL = new NumberNotation(',');
    private static final NumberNotation ENGLISH = new NumberNotation('.');

    @Test
    void readsNumbersOfBothNotations() {
        assertEquals(new BigDecimal("1234.56"), BRAZIL.read("1.234,56"));
        assertEquals(new BigDecimal("1234.56"), ENGLISH.read("1,234.56"));
        assertEquals(new BigDecimal("1234567"), BRAZIL.read("1.234.567"));
        assertEquals(new BigDecimal("-0.5"), BRAZIL.read("-0,5"));
        assertEquals(new BigDecimal("-12"), ENGLISH.read("(12)"));
        assertEquals(new BigDecimal("99.90"), BRAZIL.read("R$ 99,90"));
        assertEquals(new BigDecimal("-99.90"), BRAZIL.read("-R$ 99,90"));
        assertEquals(new BigDecimal("10"), ENGLISH.read("+10"));
    }

    @Test
    void guessesNoNumber() {
        for (String text :
                List.of("4.0,00", "1.2.3", "1,2,3", "12.34", "1.234.56", "", "-", "1e5", "abc", "1,", ",5", "0x1")) {
            assertNull(BRAZIL.read(text), text);
        }
        assertNull(ENGLISH.read("12,5"));
    }

    @Test
    void findsOutTheDecimalSeparator() {
        assertEquals(BRAZIL, NumberNotation.detect(List.of("10", "1.234", "99,9"), ','));
        assertEquals(BRAZIL, NumberNotation.detect(List.of("1.234,56"), ','));
        assertEquals(BRAZIL, NumberNotation.detect(List.of("1.234.567"), ','));
        assertEquals(ENGLISH, NumberNotation.detect(List.of("1.234", "99.9"), ';'));
        assertEquals(ENGLISH, NumberNotation.detect(List.of("0.250"), ';'));
        assertEquals(BRAZIL, NumberNotation.detect(List.of("1.234"), ';'));
        assertEquals(ENGLISH, NumberNotation.detect(List.of("1.234"), ','));
        assertEquals(ENGLISH, NumberNotation.detect(List.of(), ','));
    }

    @Test
    void readsDays() {
        DateNotation dayFirst = DateNotation.detect(List.of("01/02/2026", "31/12/2026"));
        DateNotation monthFirst = DateNotation.detect(List.of("01/02/2026", "12/31/2026"));

        assertEquals(LocalDate.of(2026, 2, 1), dayFirst.read("01/02/2026"));
        assertEquals(LocalDate.of(2026, 1, 2), monthFirst.read("01/02/2026"));
        assertEquals(LocalDate.of(2026, 2, 1), DateNotation.detect(List.of()).read("1/2/2026"));
        assertEquals(LocalDate.of(2026, 12, 31), dayFirst.read("2026-12-31"));
        assertEquals(LocalDate.of(2026, 12, 31), dayFirst.read("31.12.2026 00:00:00"));
        assertEquals(LocalDate.of(2026, 12, 31), dayFirst.read("2026-12-31T00:00:00Z"));
        assertEquals(LocalDate.of(2026, 12, 31), DateNotation.of("dd/MM/yyyy").read("31/12/2026"));
        for (String text : List.of("31/02/2026", "2026-02-30", "2026-12-31 10:00", "31/12/26", "today")) {
            assertNull(dayFirst.read(text), text);
        }
        assertNull(DateNotation.of("dd/MM/yyyy").read("2026-12-31"));
        for (String pattern : List.of("dd/MM", "HH:mm", "nonsense", "")) {
            assertThrows(IllegalArgumentException.class, () -> DateNotation.of(pattern), pattern);
        }
    }

    @Test
    void findsOutTheEncodingAtTheFirstAccent() throws IOException {
        String late = "a".repeat(100_000) + "ção €";
        assertEquals(late, decoded(late.getBytes(StandardCharsets.UTF_8)));
        assertEquals(late, decoded(late.getBytes(Charset.forName("windows-1252"))));
        assertEquals("ção 😀", decoded("\ufeffção 😀".getBytes(StandardCharsets.UTF_8)));
        assertEquals("ção", decoded("\ufeffção".getBytes(StandardCharsets.UTF_16BE)));
        byte[] stray = {(byte) 0xC3, (byte) 0xA9, 'x', (byte) 0xE9, 'y'};
        assertEquals("éx\ufffdy", decoded(stray));
        assertEquals("", decoded(new byte[0]));
    }

    @Test
    void foldsNames() {
        assertEquals(Names.fold("preco_unitario"), Names.fold(" Preço  Unitário:"));
        assertEquals("unitprice", Names.fold("unitPrice"));
    }

    private static String decoded(byte[] bytes) throws IOException {
        StringWriter text = new StringWriter();
        try (Reader reader = TextDecoder.open(new ByteArrayInputStream(bytes), null)) {
            reader.transferTo(text);
        }
        return text.toString();
    }
}
