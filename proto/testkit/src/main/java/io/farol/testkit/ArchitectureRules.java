package io.farol.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.farol.runtime.security.Role;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The house style as far as bytecode shows it (STYLE.md), and "deny by default" (platform.md section 4). Each rule is a value, so that a test can break it once. */
public final class ArchitectureRules {
    private static final Set<String> BANNED_WORDS = Set.of(
            "Impl", "Manager", "Helper", "Helpers", "Util", "Utils", "Base", "Abstract", "Default", "DTO", "Dto");
    private static final Set<String> CLOCK_READERS = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.YearMonth.now",
            "java.time.Year.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.system",
            "java.lang.System.currentTimeMillis",
            "java.util.Date.<init>");
    private static final Set<String> INEXACT = Set.of("double", "float", "java.lang.Double", "java.lang.Float");
    private static final String PATH = "jakarta.ws.rs.Path";
    private static final String HTTP_METHOD = "jakarta.ws.rs.HttpMethod";
    private static final String GRPC_SERVICE = "io.quarkus.grpc.GrpcService";
    private static final String ROLES_ALLOWED = "jakarta.annotation.security.RolesAllowed";
    private static final String GET = "jakarta.ws.rs.GET";
    private static final String POST = "jakarta.ws.rs.POST";
    private static final String PRODUCES = "jakarta.ws.rs.Produces";
    private static final String LINKS = "/download-links";
    private static final Set<String> OPEN =
            Set.of("jakarta.annotation.security.PermitAll", "io.quarkus.security.Authenticated");

    private ArchitectureRules() {}

    /** Features (first package level under the root) reach each other in one direction only. */
    public static ArchRule featuresHaveNoCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    /** Entities stay in their feature. */
    public static ArchRule entitiesArePackagePrivate() {
        return classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .bePackagePrivate()
                .allowEmptyShould(true);
    }

    /** Names say what a thing is. */
    public static ArchRule namesSayWhatThingsAre() {
        return classes()
                .that(describe("are named", c -> !c.isAnonymousClass()))
                .should(ArchCondition.from(describe(
                        "have none of " + BANNED_WORDS + " in their names", c -> !hasBannedWord(c.getSimpleName()))));
    }

    /** The machine's time is read in one class; everything else injects a Clock. */
    public static ArchRule timeIsReadInOnePlace() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.farol.runtime.time..")
                .should()
                .accessTargetWhere(describe("reads the machine's time", ArchitectureRules::readsTheClock));
    }

    /** Exact numbers only: money in binary fractions loses cents. Packages named statistics may use them for the rest. */
    public static ArchRule numbersAreExact() {
        return classes()
                .that()
                .resideOutsideOfPackage("..statistics..")
                .should(notHoldInexactNumbers())
                .allowEmptyShould(true);
    }

    /** What a bean needs stands in its constructor. */
    public static ArchRule beansAreInjectedByConstructor() {
        return noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .allowEmptyShould(true);
    }

    /** A formula is arithmetic: no framework, no input, no output. */
    public static ArchRule formulasAreArithmetic() {
        return noClasses()
                .that()
                .haveSimpleNameEndingWith("Formula")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..", "java.nio..", "java.net..", "java.sql..", "java.util.logging..", "javax..")
                        .or(DescribedPredicate.not(
                                resideInAnyPackage("java..", "io.farol..", "org.jspecify.annotations.."))))
                .allowEmptyShould(true);
    }

    /** Use cases refuse with DomainException; HTTP and gRPC are words of the doors, of mappers in the runtime, and of clients of other services. */
    public static ArchRule transportsStayAtTheDoors() {
        return noClasses()
                .that(describe("are not doors", c -> !isDoor(c)))
                .should()
                .dependOnClassesThat(assignableTo("jakarta.ws.rs.WebApplicationException")
                        .or(assignableTo("io.grpc.StatusRuntimeException"))
                        .or(assignableTo("io.grpc.StatusException"))
                        .or(assignableTo("io.grpc.Status")))
                .allowEmptyShould(true);
    }

    /**
     * Every REST method and every gRPC method says who may call it, on itself or on its class.
     *
     * @param openDoors {@code Class.method} of those that are open to everybody, or to everybody signed in, on purpose
     */
    public static ArchRule doorsSayWhoMayEnter(Set<String> openDoors) {
        return methods()
                .that(describe("answer calls", ArchitectureRules::isEndpoint))
                .should(sayWhoMayEnter(openDoors))
                .allowEmptyShould(true);
    }

    /** A browser can have each CSV by a link, which those may make who may read it. Templates of imports need none: they hold no data of a tenant. */
    public static ArchRule filesHaveLinks() {
        return methods()
                .that(describe(
                        "answer CSV to those who are known",
                        method -> method.isAnnotatedWith(GET)
                                && produced(method).stream().anyMatch(type -> type.startsWith("text/csv"))
                                && roles(method).isPresent()
                                && method.getMethodCallsFromSelf().stream()
                                        .noneMatch(ArchitectureRules::writesATemplate)))
                .should(ArchCondition.from(describe(
                        "have a POST …" + LINKS + " beside them, for the same roles",
                        file -> file.getOwner().getMethods().stream().anyMatch(link -> isLink(link, file)))))
                .allowEmptyShould(true);
    }

    private static boolean writesATemplate(JavaAccess<?> call) {
        return call.getTargetOwner().getName().equals("io.farol.runtime.imports.Imports")
                && call.getTarget().getName().equals("template");
    }

    private static boolean isLink(JavaMethod method, JavaMethod file) {
        return method.isAnnotatedWith(POST)
                && path(method).equals(path(file) + LINKS)
                && roles(method)
                        .map(ArchitectureRules::values)
                        .equals(roles(file).map(ArchitectureRules::values));
    }

    private static String path(JavaMethod method) {
        return method.tryGetAnnotationOfType(PATH)
                .map(path -> path.get("value").orElseThrow().toString())
                .orElse("");
    }

    private static Set<String> produced(JavaMethod method) {
        return annotation(method, PRODUCES).map(ArchitectureRules::values).orElse(Set.of());
    }

    private static boolean hasBannedWord(String simpleName) {
        return Arrays.stream(simpleName.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                .anyMatch(BANNED_WORDS::contains);
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String name = target.getOwner().getName() + "." + target.getName();
        boolean takesAClock = target instanceof AccessTarget.CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().stream()
                        .anyMatch(t -> t.getName().equals("java.time.Clock"));
        boolean isDateOfMillis = name.equals("java.util.Date.<init>")
                && target instanceof AccessTarget.CodeUnitAccessTarget unit
                && !unit.getRawParameterTypes().isEmpty();
        return CLOCK_READERS.contains(name) && !takesAClock && !isDateOfMillis;
    }

    private static ArchCondition<JavaClass> notHoldInexactNumbers() {
        return new ArchCondition<>("not hold double or float") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaField field : type.getFields()) {
                    if (INEXACT.contains(field.getRawType().getName())) {
                        events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is inexact"));
                    }
                }
                for (JavaMethod method : type.getMethods()) {
                    boolean isInexact = INEXACT.contains(
                                    method.getRawReturnType().getName())
                            || method.getRawParameterTypes().stream().anyMatch(p -> INEXACT.contains(p.getName()));
                    if (isInexact && !method.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                        events.add(SimpleConditionEvent.violated(method, method.getFullName() + " is inexact"));
                    }
                }
            }
        };
    }

    private static boolean isDoor(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.isAnnotatedWith(PATH)
                || outer.isAnnotatedWith(GRPC_SERVICE)
                || outer.getPackageName().startsWith("io.farol.runtime.")
                || outer.getPackageName().endsWith("client");
    }

    private static boolean isEndpoint(JavaMethod method) {
        boolean isRest =
                method.getAnnotations().stream().anyMatch(a -> a.getRawType().isAnnotatedWith(HTTP_METHOD));
        boolean isGrpc = method.getOwner().isAnnotatedWith(GRPC_SERVICE)
                && method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.STATIC)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && (method.getRawReturnType().getPackageName().startsWith("io.smallrye.mutiny")
                        || method.getRawParameterTypes().stream()
                                .anyMatch(p -> p.getName().equals("io.grpc.stub.StreamObserver")));
        return isRest || isGrpc;
    }

    private static ArchCondition<JavaMethod> sayWhoMayEnter(Set<String> openDoors) {
        return new ArchCondition<>("say who may enter") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                String name = method.getOwner().getSimpleName() + "." + method.getName();
                boolean isOpen = OPEN.stream().anyMatch(method::isAnnotatedWith);
                Optional<? extends JavaAnnotation<?>> roles = isOpen ? Optional.empty() : roles(method);
                boolean isRest = !method.getOwner().isAnnotatedWith(GRPC_SERVICE);
                if (roles.isEmpty() && !isOpen) {
                    events.add(SimpleConditionEvent.violated(method, name + " does not say who may enter"));
                } else if (isOpen && !openDoors.contains(name)) {
                    events.add(SimpleConditionEvent.violated(method, name + " is open, and not listed as open"));
                } else if (isRest && roles.isPresent() && values(roles.get()).contains(Role.SERVICE)) {
                    events.add(SimpleConditionEvent.violated(
                            method, name + " lets services in, who have no business on REST"));
                }
            }
        };
    }

    private static Optional<? extends JavaAnnotation<?>> roles(JavaMethod method) {
        return annotation(method, ROLES_ALLOWED);
    }

    /** On the method, else on its class. */
    private static Optional<? extends JavaAnnotation<?>> annotation(JavaMethod method, String type) {
        Optional<? extends JavaAnnotation<?>> own = method.tryGetAnnotationOfType(type);
        return own.isPresent() ? own : method.getOwner().tryGetAnnotationOfType(type);
    }

    private static Set<String> values(JavaAnnotation<?> annotation) {
        return Set.of((String[]) annotation.getProperties().get("value"));
    }
}
