package io.farol.metrics.viewpoint;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What figures can be grouped and accounts be chosen by: a dimension of the registry (DECISIONS.md 8). One without data yet has only the group NONE.
 *
 * @param name as in the ledger: {@code sector, attr.<key>, …}
 */
public record Dimension(String name) {
    /** Group of what has no value. */
    public static final String NONE = "NONE";

    /** Dimensions that are properties of contract lines, not of accounts. */
    private static final List<String> OF_LINES = List.of("product", "term");

    private static final String COHORT = "cohort";

    /** Names that may be asked for, custom attributes ({@code attr.<key>}) aside. */
    public static final List<String> NAMES = List.of(
            "channel",
            "cluster",
            "cohort",
            "country",
            "csm",
            "flag",
            "icpBand",
            "pod",
            "product",
            "region",
            "sector",
            "seller",
            "sizeClass",
            "term",
            "tier",
            "touch");

    private static final Pattern ATTRIBUTE = Pattern.compile("attr\\.\\S.{0,199}");

    /** The dimension of a {@code groupBy}; an unknown one is refused by name. */
    public static Dimension groupBy(String name) {
        if (NAMES.contains(name) || isAttribute(name)) {
            return new Dimension(name);
        }
        throw DomainException.invalid(
                List.of(Fault.in("groupBy", PlatformError.UNKNOWN_VALUE, Map.of("value", name, "allowed", NAMES))));
    }

    /** Whether a name stands for a custom attribute. */
    static boolean isAttribute(String name) {
        return ATTRIBUTE.matcher(name).matches();
    }

    /** Whether one account can be in several groups at a time. */
    public boolean isOfLines() {
        return OF_LINES.contains(name);
    }

    /** Whether accounts without a value form a group of their own. */
    public boolean hasNone() {
        return !isOfLines() && !name.equals(COHORT);
    }
}
