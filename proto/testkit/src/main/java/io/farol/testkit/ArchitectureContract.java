package io.farol.testkit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of {@link ArchitectureRules} for one service, whose {@code ArchitectureTest} extends it. Each is a plain test: with {@code @ArchTest} none ran, and nothing failed. */
public abstract class ArchitectureContract {
    /** Stubs of the proto contracts, which lie below the service's own root package. */
    private static final Pattern GENERATED = Pattern.compile(".*/io/farol/[a-z]+/v\\d+/.*");

    /** Package of the service, such as {@code io.farol.accounts}. */
    protected abstract String root();

    /** {@code Class.method} of the doors that are open to everybody, or to everybody signed in, on purpose. */
    protected Set<String> openDoors() {
        return Set.of();
    }

    @Test
    void featuresHaveNoCycles() {
        check(ArchitectureRules.featuresHaveNoCycles(root()));
    }

    @Test
    void entitiesArePackagePrivate() {
        check(ArchitectureRules.entitiesArePackagePrivate());
    }

    @Test
    void namesSayWhatThingsAre() {
        check(ArchitectureRules.namesSayWhatThingsAre());
    }

    @Test
    void timeIsReadInOnePlace() {
        check(ArchitectureRules.timeIsReadInOnePlace());
    }

    @Test
    void numbersAreExact() {
        check(ArchitectureRules.numbersAreExact());
    }

    @Test
    void beansAreInjectedByConstructor() {
        check(ArchitectureRules.beansAreInjectedByConstructor());
    }

    @Test
    void formulasAreArithmetic() {
        check(ArchitectureRules.formulasAreArithmetic());
    }

    @Test
    void transportsStayAtTheDoors() {
        check(ArchitectureRules.transportsStayAtTheDoors());
    }

    @Test
    void doorsSayWhoMayEnter() {
        check(ArchitectureRules.doorsSayWhoMayEnter(openDoors()));
    }

    private void check(ArchRule rule) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.matches(GENERATED))
                .importPackages(root());
        rule.check(classes);
    }
}
