package io.farol.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this JDK is started again for a child. */
final class Java {
    private Java() {}

    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
