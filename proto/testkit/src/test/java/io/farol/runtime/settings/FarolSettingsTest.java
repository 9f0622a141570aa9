package io.farol.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FarolSettingsTest {

    @Test
    void declaresEverySettingThatHasADefault() throws IOException {
        TreeSet<String> inProperties = defaults().stringPropertyNames().stream()
                .filter(name -> name.startsWith("farol."))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
                inProperties,
                FarolSettings.ALL.stream().map(Setting::name).collect(Collectors.toCollection(TreeSet::new)),
                "microprofile-config.properties and FarolSettings name different settings");
    }

    @Test
    void isWhatTheTableSays() throws IOException {
        Properties defaults = defaults();
        String table = FarolSettings.table(name -> defaults.getProperty(name, ""));
        Path file = Path.of(System.getProperty("farol.root"), "deploy", "CONFIGURATION.md");
        if (Boolean.getBoolean("farol.write")) {
            Files.writeString(file, table);
        }

        assertEquals(table, Files.readString(file), "run this test with -Dfarol.write=true and commit the table");
    }

    @Test
    void refusesAnUnknownVariableByNameAndWithoutItsValue() {
        List<String> faults =
                FarolSettings.faults(Map.of("FAROL_DB_PASWORD", "s3cret", "FAROL_DB_URL", "jdbc:x", "PATH", "/bin"));

        assertEquals(List.of("FAROL_DB_PASWORD is not a setting; deploy/CONFIGURATION.md lists them all"), faults);
    }

    @Test
    void refusesAWildcardAmongTheOrigins() {
        for (String origins : List.of("*", "https://*.example", "/.*/", "https://app.example,*")) {
            assertFalse(
                    FarolSettings.faults(Map.of("FAROL_CORS_ORIGINS", origins)).isEmpty(), origins);
        }
        assertTrue(FarolSettings.faults(Map.of("FAROL_CORS_ORIGINS", "https://app.example,http://localhost:3000"))
                .isEmpty());
    }

    @Test
    void keepsPasswordsSecret() {
        for (Setting setting : FarolSettings.ALL) {
            assertEquals(setting.name().matches(".*(password|secret|key)$"), setting.isSecret(), setting.name());
        }
    }

    private static Properties defaults() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = FarolSettings.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            properties.load(Objects.requireNonNull(file));
        }
        return properties;
    }
}
