package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.runtime.error.Language;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Names of groups for people: what things are called today, whatever the answer's viewpoint. */
@ApplicationScoped
class GroupLabels {
    /** Dimensions whose values are UPPER_SNAKE constants. */
    private static final Set<String> CONSTANTS = Set.of("flag", "icpBand", "sizeClass", "tier", "touch");

    /** Dimensions whose values are ids, and the name of one; a member's may be any text in the feed. */
    private static final Map<String, String> NAMED = Map.of(
            "product", "select name from product_copy where tenant_id = :tenant and id = cast(:id as uuid)",
            "csm", "select name from member_copy where tenant_id = :tenant and id::text = :id and name <> ''");

    private final Jdbi jdbi;

    GroupLabels(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    String of(Viewpoint viewpoint, Dimension dimension, String key, Language language) {
        if (key.equals(Dimension.NONE)) {
            return none(dimension, language);
        }
        @Nullable String named = NAMED.get(dimension.name());
        if (named != null) {
            return name(named, viewpoint, key);
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

    private String name(String sql, Viewpoint viewpoint, String id) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("tenant", viewpoint.tenant().value())
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElse(id));
    }
}
