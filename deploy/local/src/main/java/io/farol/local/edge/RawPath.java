package io.farol.local.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The path of a request as its client wrote it, cut into segments that nobody has decoded: the edge compares literally, so {@code %61ccounts}, {@code accounts;x} and {@code //} are
 * no names of anything.
 */
record RawPath(List<String> segments) {

    /** Empty for a path that another server could read as a different one: empty or dot segments in any spelling, backslashes, control characters. */
    static Optional<RawPath> of(String path) {
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '\\' || c == '#')) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
        if (segments.size() > 1 && segments.getLast().isEmpty()) {
            segments.removeLast(); // one trailing slash
        }
        boolean isRoot = segments.size() == 1 && segments.getFirst().isEmpty();
        if (!isRoot && segments.stream().anyMatch(RawPath::isMisleading)) {
            return Optional.empty();
        }
        return Optional.of(new RawPath(isRoot ? List.of() : List.copyOf(segments)));
    }

    /** The segment at an index, or an empty text behind the end. */
    String at(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    private static boolean isMisleading(String segment) {
        String plain = segment.toLowerCase(Locale.ROOT);
        for (int i = 0; i < 3; i++) { // %252e and deeper: unwrapped as far as any server would
            plain = plain.replace("%25", "%");
        }
        plain = plain.replace("%2e", ".").replace("%3b", ";");
        int parameters = plain.indexOf(';');
        String name = parameters < 0 ? plain : plain.substring(0, parameters);
        return name.isEmpty() || name.equals(".") || name.equals("..") || plain.contains("%00");
    }
}
