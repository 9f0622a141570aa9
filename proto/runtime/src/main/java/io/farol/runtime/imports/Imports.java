package io.farol.runtime.imports;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.Language;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.job.Job;
import io.farol.runtime.job.JobId;
import io.farol.runtime.job.JobPositions;
import io.farol.runtime.job.JobWorker;
import io.farol.runtime.job.Jobs;
import io.farol.runtime.rest.RequestContext;
import io.farol.runtime.tenant.CurrentTenant;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What the endpoints of an import call: takes a file in, and tells what became of it. {@link ImportDefinition} shows the endpoints. */
@ApplicationScoped
public class Imports {
    private static final int DEFAULT_PAGE = 50;
    private static final int MOST_PAGE = 500;
    private static final long NUMBERING_MILLIS = 300;

    private final ImportIntake intake;
    private final ImportStart start;
    private final ImportFaults faults;
    private final ImportDefinitions definitions;
    private final Jobs jobs;
    private final JobPositions positions;
    private final JobWorker worker;
    private final CurrentTenant tenant;
    private final RoutingContext http;
    private final Clock clock;
    private final long mostBytes;

    Imports(
            ImportIntake intake,
            ImportStart start,
            ImportFaults faults,
            ImportDefinitions definitions,
            Jobs jobs,
            JobPositions positions,
            JobWorker worker,
            CurrentTenant tenant,
            RoutingContext http,
            Clock clock,
            @ConfigProperty(name = "farol.imports.max-bytes") long mostBytes) {
        this.intake = intake;
        this.start = start;
        this.faults = faults;
        this.definitions = definitions;
        this.jobs = jobs;
        this.positions = positions;
        this.worker = worker;
        this.tenant = tenant;
        this.http = http;
        this.clock = clock;
        this.mostBytes = mostBytes;
    }

    /**
     * Takes a file in: raw or as the file of a multipart form, CSV, NDJSON or XLSX, gzip or not. Reads the request's query parameters ({@link ImportQuery}) itself.
     *
     * @param idempotencyKey the header; null when the request may take effect each time
     * @return 202 with Location, once every row is durable; what is wrong with the request or the header is refused, what is wrong with rows is the job's to tell
     */
    public RestResponse<ImportView> start(
            ImportDefinition definition, @Nullable String idempotencyKey, InputStream body) {
        JobId job = JobId.next();
        Optional<ImportKeys.Scope> key = start.scope(tenant.get().value(), definition.thing(), idempotencyKey);
        Optional<ImportKeys.Earlier> earlier = key.flatMap(scope -> start.reserve(scope, job));
        boolean isAccepted = false;
        try {
            ReceivedFile received = ReceivedFile.of(http.request().getHeader("Content-Type"), queryParameters(), body);
            ImportRequest request = ImportRequest.of(definition, received.parameters());
            ImportFile file = new ImportFile(received.content(), received.name(), mostBytes);
            if (earlier.isPresent()) {
                return replay(definition, earlier.get(), file.hash() + request.canonical());
            }
            ImportIntake.Intake taken = intake.stage(job, definition, request, file, () -> key.ifPresent(start::renew));
            String hash = file.hash() + request.canonical();
            received.rest().expectEnd();
            Job created = start.create(job, definition, request, taken, key, hash);
            isAccepted = true;
            worker.wake();
            return accepted(definition, created, false);
        } catch (IOException e) {
            throw new DomainException(
                    ImportError.FILE_NOT_READABLE, "the body ended early: " + e, Map.of("reason", "CUT_OFF"));
        } finally {
            if (!isAccepted && earlier.isEmpty()) {
                start.withdraw(job, key);
            }
        }
    }

    /** Where an import stands. */
    public ImportView get(ImportDefinition definition, JobId id) {
        Job job = find(definition, id);
        if (job.needsPosition() && definitions.parameters(job).mode() != ImportMode.VALIDATE) {
            positions.note(tenant.get(), id, NUMBERING_MILLIS);
            job = find(definition, id);
        }
        return ImportView.of(job, definitions.parameters(job), clock.instant());
    }

    private Job find(ImportDefinition definition, JobId id) {
        return jobs.find(ImportRunner.KIND, definition.thing(), id).orElseThrow(() -> unknown(id));
    }

    /** What is wrong with its rows, page by page, in the order of the file. */
    @Transactional
    public ImportErrorPage errors(
            ImportDefinition definition, JobId id, @Nullable Integer pageSize, @Nullable String pageToken) {
        int size = pageSize == null ? DEFAULT_PAGE : pageSize;
        if (size < 1 || size > MOST_PAGE) {
            throw invalid("pageSize", PlatformError.OUT_OF_RANGE, Map.of("min", 1, "max", MOST_PAGE));
        }
        find(definition, id);
        Place after = pageToken == null ? new Place(0, 0) : Place.of(id, pageToken);
        List<ImportFaults.StoredFault> found = faults.page(id, after.line(), after.seq(), size);
        List<ImportFaults.StoredFault> shown = found.subList(0, Math.min(size, found.size()));
        String next = found.size() > size
                ? new Place(shown.getLast().line(), shown.getLast().seq()).token(id)
                : null;
        Language language = RequestContext.language(http);
        return new ImportErrorPage(
                shown.stream().map(fault -> fault.view(language)).toList(), next);
    }

    /** A file with the header alone: of the fields, or as {@code pt-BR} in Portuguese, for a spreadsheet in Brazil. */
    public RestResponse<String> template(ImportDefinition definition, @Nullable String locale) {
        boolean isBrazilian = "pt-BR".equals(locale);
        if (locale != null && !isBrazilian && !locale.equals("en")) {
            throw invalid(
                    "locale", PlatformError.UNKNOWN_VALUE, Map.of("value", locale, "allowed", List.of("en", "pt-BR")));
        }
        String header = definition.columns().stream()
                .map(column -> isBrazilian && !column.aliases().isEmpty()
                        ? column.aliases().getFirst()
                        : column.field())
                .collect(Collectors.joining(isBrazilian ? ";" : ","));
        return RestResponse.ResponseBuilder.ok((isBrazilian ? "\ufeff" : "") + header + "\r\n")
                .header("Content-Type", "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + definition.thing() + ".csv\"")
                .build();
    }

    private RestResponse<ImportView> replay(ImportDefinition definition, ImportKeys.Earlier earlier, String hash) {
        if (!start.isSame(earlier, hash)) {
            throw new DomainException(
                    PlatformError.IDEMPOTENCY_KEY_REUSED, "the key was used with another file or other parameters");
        }
        Job job = jobs.find(ImportRunner.KIND, definition.thing(), earlier.job())
                .orElseThrow(() -> unknown(earlier.job()));
        return accepted(definition, job.asCreated(), true);
    }

    private RestResponse<ImportView> accepted(ImportDefinition definition, Job job, boolean isReplayed) {
        RestResponse.ResponseBuilder<ImportView> answer = RestResponse.ResponseBuilder.create(
                        RestResponse.Status.ACCEPTED, ImportView.of(job, definitions.parameters(job), job.createdAt()))
                .header("Location", "/v1/" + definition.thing() + "/imports/" + job.id());
        return (isReplayed ? answer.header("Idempotency-Replayed", "true") : answer).build();
    }

    private Map<String, List<String>> queryParameters() {
        return http.queryParams().names().stream().collect(Collectors.toMap(name -> name, name -> http.queryParams()
                .getAll(name)));
    }

    private static DomainException unknown(JobId id) {
        return new DomainException(PlatformError.NOT_FOUND, "no import " + id);
    }

    private static DomainException invalid(String parameter, PlatformError code, Map<String, Object> params) {
        return DomainException.invalid(List.of(Fault.in(parameter, code, params)));
    }

    /** Where a page of errors begins: after this fault. */
    private record Place(long line, int seq) {
        String token(JobId job) {
            String text = job + ":" + line + ":" + seq;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
        }

        static Place of(JobId job, String token) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII).split(":");
                if (parts.length == 3 && parts[0].equals(job.toString())) {
                    return new Place(Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
                }
            } catch (IllegalArgumentException e) {
                throw invalid("pageToken", PlatformError.INVALID_PAGE_TOKEN, Map.of());
            }
            throw invalid("pageToken", PlatformError.INVALID_PAGE_TOKEN, Map.of());
        }
    }
}
