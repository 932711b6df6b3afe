package io.loomi.common.launch;

import ch.qos.logback.classic.LoggerContext;
import io.loomi.common.config.StartFailure;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The command line of a service's jar: starts the service, or only migrates its database. */
public final class CommandLine {

    private CommandLine() {}

    public static void run(Service service, String... arguments) {
        disableNettyEvents();
        String command = arguments.length == 0 ? "start" : arguments[0];
        switch (command) {
            case "start" ->
                ServiceLauncher.start(service, System.getenv())
                        .onSuccess(running -> started(service, running))
                        .onFailure(CommandLine::fail);
            case "migrate" ->
                ServiceLauncher.migrate(service, System.getenv())
                        .onSuccess(count -> end(0))
                        .onFailure(CommandLine::fail);
            default -> {
                System.err.printf("""
                        usage: java -jar %s.jar [migrate]
                          without a command, starts the service
                          migrate   brings the database to the newest schema and ends
                        """, service.name());
                end(command.equals("help") || command.equals("--help") ? 0 : 2);
            }
        }
    }

    /**
     * Disables Netty's events for JDK Flight Recorder: loading them takes a tenth of the start. Set the property to
     * {@code true} to enable them.
     */
    private static void disableNettyEvents() {
        String property = "io.netty.jfr.enabled";
        System.setProperty(property, System.getProperty(property, "false"));
    }

    private static void started(Service service, RunningService running) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "stop"));
        LoggerFactory.getLogger(service.getClass())
                .atInfo()
                .addKeyValue("port", running.port())
                .addKeyValue("startMillis", ManagementFactory.getRuntimeMXBean().getUptime())
                .log("Ready");
    }

    /** Runs on the shutdown thread, which may block: the process ends when this returns. */
    private static void stop(RunningService running) {
        Future<Void> stopped = running.stop();
        boolean drained = true;
        try {
            stopped.await(ServiceVerticle.DRAIN.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception timeout) {
            drained = false;
        }
        LoggerFactory.getLogger(CommandLine.class)
                .atInfo()
                .addKeyValue("drained", drained)
                .log("Stopped");
        flushLogs();
        Runtime.getRuntime().halt(0); // the signal's exit code would look like a crash to an orchestrator
    }

    private static void fail(Throwable failure) {
        flushLogs();
        if (failure instanceof StartFailure) {
            System.err.println(failure.getMessage());
        } else {
            System.err.println("The service cannot start because of an unexpected error. Please report it:");
            failure.printStackTrace();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void end(int code) {
        flushLogs();
        Runtime.getRuntime().halt(code);
    }

    private static void flushLogs() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
