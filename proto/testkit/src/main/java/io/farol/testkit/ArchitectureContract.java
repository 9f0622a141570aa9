package io.farol.testkit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of {@link ArchitectureRules} for one service, whose {@code ArchitectureTest} extends it. Each is a plain test: with {@code @ArchTest} none ran, and nothing failed. */
public abstract class ArchitectureContract {
    private static final Pattern STUBS = Pattern.compile(".*/v[0-9]+/[^/]*");
    private static final Map<String, JavaClasses> CLASSES = new ConcurrentHashMap<>();

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

    @Test
    void filesHaveLinks() {
        check(ArchitectureRules.filesHaveLinks());
    }

    private void check(ArchRule rule) {
        rule.check(CLASSES.computeIfAbsent(root(), ArchitectureContract::imported));
    }

    /** What is written by hand: neither tests nor the stubs of a proto package such as {@code io.farol.accounts.v1}. */
    private static JavaClasses imported(String root) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.matches(STUBS))
                .importPackages(root);
    }
}
