package io.farol.metrics.viewpoint;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant has its figures told where nobody asks otherwise (metrics.md, introduction).
 *
 * @param conventions names by the metric's key; one that the metric does not have is as if it were not there
 * @param grossMargin share of the revenue, above 0 up to 1; null = not said
 */
public record FigurePolicy(
        Map<String, String> conventions, @Nullable BigDecimal grossMargin) {
    /** Of a tenant that said nothing. */
    public static final FigurePolicy NONE = new FigurePolicy(Map.of(), null);

    /** The convention that the tenant wants of a metric. */
    public Optional<String> convention(String metric) {
        return Optional.ofNullable(conventions.get(metric));
    }
}
