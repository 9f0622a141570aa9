package io.farol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitectureRulesTest {
    @TempDir
    private Path folder;

    @Test
    void seesAPublicEntity() throws IOException {
        ArchRule rule = ArchitectureRules.entitiesArePackagePrivate();

        breaks(rule, "@jakarta.persistence.Entity public class Thing {}");
        passes(rule, "@jakarta.persistence.Entity class Thing {}");
    }

    @Test
    void seesNamesThatSayNothing() throws IOException {
        for (String name : List.of(
                "AccountImpl",
                "AccountManager",
                "DateUtils",
                "BaseThing",
                "AbstractThing",
                "DefaultPolicy",
                "AccountDTO")) {
            breaks(ArchitectureRules.namesSayWhatThingsAre(), "class " + name + " {}");
        }
        passes(ArchitectureRules.namesSayWhatThingsAre(), "class Database {} class Implementer {} class Account {}");
    }

    @Test
    void seesWhoReadsTheMachinesTime() throws IOException {
        ArchRule rule = ArchitectureRules.timeIsReadInOnePlace();

        breaks(rule, "class Late { Object now() { return java.time.Instant.now(); } }");
        breaks(rule, "class Late { Object now() { return java.time.LocalDate.now(); } }");
        breaks(rule, "class Late { Object now() { return java.time.LocalDate.now(java.time.ZoneOffset.UTC); } }");
        breaks(rule, "class Late { long now() { return System.currentTimeMillis(); } }");
        breaks(rule, "class Late { Object now() { return new java.util.Date(); } }");
        breaks(rule, "class Late { java.util.function.Supplier<?> now() { return java.time.Instant::now; } }");
        passes(rule, "class Late { Object now(java.time.Clock c) { return java.time.LocalDate.now(c); } }");
    }

    @Test
    void seesInexactNumbers() throws IOException {
        ArchRule rule = ArchitectureRules.numbersAreExact();

        breaks(rule, "record Price(double amount) {}");
        breaks(rule, "class Price { Float amount; }");
        breaks(rule, "class Price { int of(float amount) { return 0; } }");
        passes(rule, "record Price(java.math.BigDecimal amount) {}");
    }

    @Test
    void seesFieldInjection() throws IOException {
        ArchRule rule = ArchitectureRules.beansAreInjectedByConstructor();

        breaks(rule, "class Accounts { @jakarta.inject.Inject java.time.Clock clock; }");
        passes(
                rule,
                "class Accounts { final java.time.Clock clock; @jakarta.inject.Inject Accounts(java.time.Clock c) { clock = c; } }");
    }

    @Test
    void seesFormulasThatDoMoreThanArithmetic() throws IOException {
        ArchRule rule = ArchitectureRules.formulasAreArithmetic();

        breaks(rule, "class ChurnFormula { void of(org.jdbi.v3.core.Jdbi db) { db.open(); } }");
        breaks(
                rule,
                "class ChurnFormula { Object of() throws java.io.IOException { return java.nio.file.Files.list(null); } }");
        breaks(rule, "@jakarta.enterprise.context.ApplicationScoped class ChurnFormula {}");
        passes(rule, "class ChurnFormula { Object of(java.math.BigDecimal a) { return a.negate(); } }");
    }

    @Test
    void seesTransportsInUseCases() throws IOException {
        ArchRule rule = ArchitectureRules.transportsStayAtTheDoors();

        breaks(rule, "class Accounts { void get() { throw new jakarta.ws.rs.NotFoundException(); } }");
        breaks(rule, "class Accounts { void get() { throw io.grpc.Status.NOT_FOUND.asRuntimeException(); } }");
        passes(
                rule,
                "@jakarta.ws.rs.Path(\"/v1/x\") class Accounts { void get() { throw new jakarta.ws.rs.NotFoundException(); } }");
    }

    @Test
    void seesDoorsThatDoNotSayWhoMayEnter() throws IOException {
        ArchRule rule = ArchitectureRules.doorsSayWhoMayEnter(Set.of("Listed.get"));
        String rest =
                "@jakarta.ws.rs.Path(\"/v1/x\") class %s { @jakarta.ws.rs.GET %s public String get() { return \"\"; } }";
        String grpc =
                "@io.quarkus.grpc.GrpcService class %s { %s public io.smallrye.mutiny.Uni<String> get() { return null; } }";

        String observer =
                "@io.quarkus.grpc.GrpcService class %s { %s public void get(String q, io.grpc.stub.StreamObserver<String> o) {} }";

        for (String door : List.of(rest, grpc, observer)) {
            breaks(rule, door.formatted("Things", ""));
            breaks(rule, door.formatted("Things", "@jakarta.annotation.security.PermitAll"));
            breaks(rule, door.formatted("Things", "@io.quarkus.security.Authenticated"));
            passes(rule, door.formatted("Listed", "@jakarta.annotation.security.PermitAll"));
            passes(rule, door.formatted("Things", "@jakarta.annotation.security.RolesAllowed(\"viewer\")"));
        }
        breaks(
                rule,
                rest.formatted("Things", "@jakarta.annotation.security.RolesAllowed({\"viewer\", \"farol-service\"})"));
        passes(rule, grpc.formatted("Things", "@jakarta.annotation.security.RolesAllowed(\"farol-service\")"));
    }

    @Test
    void seesFilesThatABrowserCannotHave() throws IOException {
        ArchRule rule = ArchitectureRules.filesHaveLinks();
        String file = """
                @jakarta.ws.rs.Path("/v1/x") class Things {
                    io.farol.runtime.imports.Imports imports;
                    @jakarta.ws.rs.GET @jakarta.ws.rs.Path("/{id}") @jakarta.ws.rs.Produces("text/csv;charset=UTF-8") @jakarta.annotation.security.%s
                    public Object table() { return %s; }
                    %s
                }""";
        String link =
                "@jakarta.ws.rs.POST @jakarta.ws.rs.Path(\"%s\") @jakarta.annotation.security.RolesAllowed({%s}) public Object link() { return 1; }";
        String roles = "RolesAllowed({\"viewer\", \"csm\"})";

        breaks(rule, file.formatted(roles, "1", ""));
        breaks(rule, file.formatted(roles, "1", link.formatted("/download-links", "\"viewer\", \"csm\"")));
        breaks(rule, file.formatted(roles, "1", link.formatted("/{id}/download-links", "\"viewer\"")));
        passes(rule, file.formatted(roles, "1", link.formatted("/{id}/download-links", "\"csm\", \"viewer\"")));
        passes(rule, file.formatted(roles, "imports.template(null, null)", ""));
        passes(rule, file.formatted("PermitAll", "1", ""));
    }

    @Test
    void seesCyclesBetweenFeatures() throws IOException {
        Path classes = compiled(List.of(
                "package app.one; public class One { public app.two.Two two; }",
                "package app.two; public class Two { public app.one.One one; }"));

        assertTrue(isBroken(ArchitectureRules.featuresHaveNoCycles("app"), classes));
        assertFalse(isBroken(
                ArchitectureRules.featuresHaveNoCycles("app"),
                compiled(List.of(
                        "package app.one; public class One { public app.two.Two two; }",
                        "package app.two; public class Two {}"))));
    }

    private void breaks(ArchRule rule, String source) throws IOException {
        assertTrue(
                isBroken(rule, compiled(List.of("package app.feature; " + source))), () -> "should break: " + source);
    }

    private void passes(ArchRule rule, String source) throws IOException {
        assertFalse(
                isBroken(rule, compiled(List.of("package app.feature; " + source))), () -> "should pass: " + source);
    }

    private static boolean isBroken(ArchRule rule, Path classes) {
        return rule.evaluate(new ClassFileImporter().importPath(classes)).hasViolation();
    }

    private Path compiled(List<String> sources) throws IOException {
        Path target = Files.createTempDirectory(folder, "classes");
        List<String> arguments =
                new ArrayList<>(List.of("-d", target.toString(), "-nowarn", "-proc:none", "-parameters"));
        for (int i = 0; i < sources.size(); i++) {
            String publicName = sources.get(i).replaceAll("(?s).*public (?:class|record) (\\w+).*", "$1");
            boolean isPublicType = publicName.matches("\\w+") && sources.get(i).contains("public class");
            Path source = Files.createDirectory(target.resolve("source" + i))
                    .resolve((isPublicType ? publicName : "Sample") + ".java");
            Files.writeString(source, sources.get(i));
            arguments.add(source.toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, result, () -> "the sample does not compile: " + sources);
        return target;
    }
}
