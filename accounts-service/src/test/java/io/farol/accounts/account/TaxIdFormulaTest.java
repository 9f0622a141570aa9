package io.farol.accounts.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Check digits worked out by hand. */
class TaxIdFormulaTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # CPF: sum 162, remainder 8 -> 3; sum 204, remainder 6 -> 5
            111.444.777-35,     11144477735
            # sum 2 -> 9; sum 21, remainder 10 -> 1
            00000000191,        00000000191
            # sum 12, remainder 1 -> 0; sum 18, remainder 7 -> 4
            000.000.006-04,     00000000604
            # CNPJ: sum 102, remainder 3 -> 8; sum 120, remainder 10 -> 1
            11.222.333/0001-81, 11222333000181
            # alphanumeric CNPJ, the Receita's own example: A is 17, B 18, C 19, D 20, E 21; sum 459, remainder 8 -> 3; sum 424, remainder 6 -> 5
            12.ABC.345/01DE-35, 12ABC34501DE35
            12.abc.345/01de-35, 12ABC34501DE35
            """)
    void acceptsRightCheckDigitsAndDropsPunctuation(String text, String bare) {
        assertEquals(Optional.of(bare), TaxIdFormula.normalised(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "111.444.777-34",
                "111.444.777-25",
                "11.222.333/0001-80",
                "11.222.333/0001-71",
                "12.ABC.345/01DE-36",
                "12.ABD.345/01DE-35",
                "12ABC34501DEA5",
                "11111111111",
                "00000000000000",
                "1114447773",
                "111444777355",
                "",
                "1114447773a"
            })
    void refusesEverythingElse(String text) {
        assertEquals(Optional.empty(), TaxIdFormula.normalised(text));
    }
}
