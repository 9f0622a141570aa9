package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.runtime.error.Language;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Names of groups for people: what things are called today, whatever the answer's viewpoint. */
@ApplicationScoped
class GroupLabels {
    /** Dimensions whose values are UPPER_SNAKE constants. */
    private static final Set<String> CONSTANTS = Set.of("flag", "icpBand", "sizeClass", "tier", "touch");

    private final Jdbi jdbi;

    GroupLabels(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    String of(Viewpoint viewpoint, Dimension dimension, String key, Language language) {
        if (key.equals(Dimension.NONE)) {
            return none(dimension, language);
        }
        if (dimension.name().equals("product")) {
            return product(viewpoint, key);
        }
        if (CONSTANTS.contains(dimension.name()) && !key.isEmpty()) {
            String words = key.replace('_', ' ').toLowerCase(Locale.ROOT);
            return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        }
        return key;
    }

    private static String none(Dimension dimension, Language language) {
        String name = dimension.name().replaceFirst("^attr\\.", "");
        return switch (language) {
            case ENGLISH -> "No " + name;
            case BRAZILIAN_PORTUGUESE -> "Sem " + name;
        };
    }

    private String product(Viewpoint viewpoint, String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select name from product_copy where tenant_id = :tenant and id = cast(:id as uuid)")
                .bind("tenant", viewpoint.tenant().value())
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElse(id));
    }
}
