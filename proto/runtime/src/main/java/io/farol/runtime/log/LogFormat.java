package io.farol.runtime.log;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.logging.Handler;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Gives the console its format at start; the extension for JSON logs does not resolve at this version. */
@ApplicationScoped
class LogFormat {
    private final String format;
    private final String service;

    LogFormat(
            @ConfigProperty(name = "farol.log.format") String format,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.format = format;
        this.service = service;
    }

    void apply(@Observes @Priority(1) StartupEvent started) {
        if (format.equals("json")) {
            applyTo(InitialConfigurator.DELAYED_HANDLER);
        }
    }

    private void applyTo(ExtHandler parent) {
        for (Handler handler : parent.getHandlers()) {
            if (handler instanceof ConsoleHandler console) {
                console.setFormatter(new JsonLines(service));
            } else if (handler instanceof ExtHandler further) {
                applyTo(further);
            }
        }
    }
}
