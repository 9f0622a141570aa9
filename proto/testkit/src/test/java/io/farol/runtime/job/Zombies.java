package io.farol.runtime.job;

import io.farol.runtime.tenant.TenantId;
import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Workers that believe to hold a lease which is not theirs: several at once on the same job. */
@ApplicationScoped
@Unremovable
public class Zombies {
    private final List<JobHandler> handlers;

    Zombies(@All List<JobHandler> handlers) {
        this.handlers = handlers;
    }

    /** Has so many workers do an import at the same time. */
    public void work(UUID id, String tenant, String subject, int count) throws Exception {
        JobHandler handler = handlers.stream()
                .filter(each -> each.kind().equals("IMPORT"))
                .findFirst()
                .orElseThrow();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<Boolean> work = () -> {
                    handler.run(new RunningJob(new JobId(id), new TenantId(tenant), "IMPORT", subject));
                    return true;
                };
                running.add(threads.submit(work));
            }
            for (Future<Boolean> each : running) {
                each.get();
            }
        }
    }
}
