package io.farol.testkit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuntimeArchitectureTest {
    private static final JavaClasses RUNTIME = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.farol.runtime");

    @Test
    void readsTimeInOnePlace() {
        ArchitectureRules.timeIsReadInOnePlace().check(RUNTIME);
    }

    @Test
    void namesSayWhatThingsAre() {
        ArchitectureRules.namesSayWhatThingsAre().check(RUNTIME);
    }

    @Test
    void beansAreInjectedByConstructor() {
        ArchitectureRules.beansAreInjectedByConstructor().check(RUNTIME);
    }

    @Test
    void doorsSayWhoMayEnter() {
        ArchitectureRules.doorsSayWhoMayEnter(Set.of()).check(RUNTIME);
    }
}
