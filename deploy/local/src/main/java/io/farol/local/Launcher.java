package io.farol.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Entry of {@code deploy/up}. */
public final class Launcher {
    private static final Logger ROOT_LOG = Logger.getLogger("");

    private Launcher() {}

    /** @param arguments the checkout's folder, then what {@link Options} knows */
    public static void main(String... arguments) {
        ROOT_LOG.setLevel(Level.WARNING);
        int code;
        try {
            Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
            List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
            Options options = Options.parse(root, rest);
            code = options.isCheck() ? check(options) : serve(options);
        } catch (Options.Misused e) {
            System.err.println(e.getMessage() + "\n" + Options.USAGE);
            code = 2;
        } catch (RuntimeException e) {
            System.err.println("Farol could not be started. " + e.getMessage());
            if (System.getenv("FAROL_STACKTRACE") != null) {
                e.printStackTrace();
            }
            code = 1;
        }
        System.exit(code);
    }

    private static int serve(Options options) {
        Progress progress = new Progress();
        Platform platform =
                open(options.root(), options.dataDirectory(), options.isFresh(), options.port(), true, progress);
        platform.start(options.port());
        if (options.isDemo()) {
            platform.loadDemo();
        }
        progress.total("ready");
        Summary.print(platform, progress);
        sleepForEver();
        return 0;
    }

    private static int check(Options options) {
        Progress progress = new Progress();
        Path folder;
        try {
            folder = Files.createTempDirectory("farol-check");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = Wait.freePort();
        Platform platform = open(options.root(), folder.resolve("data"), false, port, false, progress);
        platform.start(port);
        boolean isRight = new Check(platform, progress).run();
        platform.close();
        if (isRight) {
            DataDirectory.delete(folder);
        } else {
            progress.say("  logs are in " + folder.resolve("data/logs"));
        }
        progress.total(isRight ? "check passed" : "check FAILED");
        return isRight ? 0 : 1;
    }

    /** Whatever ends this process from here on (Ctrl-C, a failure, the end of a check) stops the platform in order first. */
    private static Platform open(
            Path root, Path folder, boolean isFresh, int port, boolean mayRecord, Progress progress) {
        DataDirectory data = DataDirectory.open(folder);
        Processes processes = new Processes(data);
        int orphans = processes.endOrphans();
        if (orphans > 0) {
            progress.say("  ended " + orphans + " processes that an earlier start left behind");
        }
        if (isFresh) {
            Databases.stop(folder.resolve("postgres"));
            data = data.emptied();
        }
        Platform platform = new Platform(root, data, new Processes(data), progress, port, mayRecord);
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "stop"));
        return platform;
    }

    private static void sleepForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
