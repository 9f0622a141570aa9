package io.farol.local;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param root of the checkout
 * @param data null = {@code deploy/.data/<port>}
 */
record Options(Path root, int port, @Nullable Path data, boolean isDemo, boolean isFresh, boolean isCheck) {
    static final String USAGE = """
            usage: deploy/up [--demo] [--port N] [--data DIR] [--fresh] [--check]
              --demo      fills the tenants aurora and boreal with a portfolio, once
              --port N    port of the one origin on 127.0.0.1 (8080)
              --data DIR  where databases, passwords and logs are kept (deploy/.data/<port>)
              --fresh     empties the data folder first
              --check     starts on free ports with a folder of its own, loads, asks, compares, stops; exits 0 or 1""";

    /** Says what is wrong with the arguments. */
    static final class Misused extends RuntimeException {
        Misused(String message) {
            super(message);
        }
    }

    static Options parse(Path root, List<String> arguments) {
        int port = 8080;
        @Nullable Path data = null;
        boolean isDemo = false;
        boolean isFresh = false;
        boolean isCheck = false;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            switch (argument) {
                case "--demo" -> isDemo = true;
                case "--fresh" -> isFresh = true;
                case "--check" -> isCheck = true;
                case "--port" -> port = port(value(argument, rest));
                case "--data" ->
                    data = Path.of(value(argument, rest)).toAbsolutePath().normalize();
                default -> throw new Misused("unknown argument " + argument);
            }
        }
        return new Options(root, port, data, isDemo, isFresh, isCheck);
    }

    Path dataDirectory() {
        return data != null ? data : root.resolve("deploy/.data/" + port);
    }

    private static String value(String argument, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new Misused(argument + " needs a value");
        }
        return rest.pop();
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Misused("--port needs a number from 1 to 65535, not " + text);
    }
}
