package io.farol.runtime.imports;

import java.text.Normalizer;
import java.util.Locale;

/** Compares what people call a column or a code: case, accents, blanks and punctuation do not matter. */
final class Names {
    private Names() {}

    /** {@code "Preço unitário (R$)"} and {@code "preco_unitario R"} are the same: {@code precounitarior}. */
    static String fold(String name) {
        String bare = Normalizer.normalize(name, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(bare.length());
        bare.chars()
                .filter(letter -> letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9')
                .forEach(letter -> folded.append((char) letter));
        return folded.toString();
    }
}
