package io.farol.metrics.viewpoint;

import io.farol.runtime.error.Language;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Names of groups for people: what things are called today, whatever the answer's viewpoint. */
@ApplicationScoped
public class GroupLabels {
    /** Dimensions whose values are UPPER_SNAKE constants. */
    private static final Set<String> CONSTANTS = Set.of("flag", "icpBand", "sizeClass", "tier", "touch");

    /** Dimensions whose values are ids, and the names of some; a member's may be any text in the feed. */
    private static final Map<String, String> NAMED = Map.of(
            "product",
                    "select id::text as id, name from product_copy where tenant_id = :tenant and id = any(cast(:ids as uuid[]))",
            "csm",
                    "select m.id::text as id, m.name from unnest(cast(:ids as text[])) i (id) join member_copy m on m.tenant_id = :tenant and m.id = cast(i.id as uuid) where i.id ~ '^[0-9a-f-]{36}$' and m.name <> ''");

    private static final Map<String, String> PORTUGUESE = Map.of(
            "channel", "canal",
            "country", "país",
            "csm", "CSM",
            "product", "produto",
            "region", "região",
            "sector", "setor",
            "seller", "vendedor",
            "term", "prazo");

    /** A term of so many months. */
    private static final Pattern TERM = Pattern.compile("M(\\d+)");

    private final Jdbi jdbi;

    GroupLabels(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Of the groups of one answer, in their order. */
    @Transactional
    public List<MetricGroup> of(Viewpoint viewpoint, Dimension dimension, Collection<String> keys, Language language) {
        Map<String, String> names = names(viewpoint, dimension, keys);
        return keys.stream()
                .map(key -> new MetricGroup(key, label(dimension, key, names, language)))
                .toList();
    }

    private static String label(Dimension dimension, String key, Map<String, String> names, Language language) {
        if (key.equals(Dimension.NONE)) {
            return none(dimension, language);
        }
        if (names.containsKey(key)) {
            return names.get(key);
        }
        if (dimension.name().equals("term")) {
            return term(key, language);
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
            case BRAZILIAN_PORTUGUESE -> "Sem " + PORTUGUESE.getOrDefault(name, name);
        };
    }

    private static String term(String key, Language language) {
        Matcher months = TERM.matcher(key);
        boolean isFixed = months.matches();
        boolean isOne = key.equals("M1");
        return switch (language) {
            case ENGLISH -> isFixed ? months.group(1) + (isOne ? " month" : " months") : "Open-ended";
            case BRAZILIAN_PORTUGUESE -> isFixed ? months.group(1) + (isOne ? " mês" : " meses") : "Sem prazo final";
        };
    }

    private Map<String, String> names(Viewpoint viewpoint, Dimension dimension, Collection<String> keys) {
        @Nullable String sql = NAMED.get(dimension.name());
        if (sql == null) {
            return Map.of();
        }
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("tenant", viewpoint.tenant().value())
                .bindArray(
                        "ids",
                        String.class,
                        keys.stream().filter(key -> !key.equals(Dimension.NONE)).toList())
                .setMapKeyColumn("id")
                .setMapValueColumn("name")
                .collectInto(new org.jdbi.v3.core.generic.GenericType<Map<String, String>>() {}));
    }
}
