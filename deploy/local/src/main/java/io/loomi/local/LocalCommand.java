package io.loomi.local;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.loomi.common.config.StartFailure;
import io.loomi.local.process.RunningComponents;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** {@code ./loomi up}: runs the bank in this terminal until it receives a stop signal. */
public final class LocalCommand {

    private LocalCommand() {}

    public static void main(String... arguments) {
        RunningComponents started = new RunningComponents();
        try {
            LocalOptions options = LocalOptions.from(List.of(arguments), System.getenv());
            logInto(options.data().resolve("loomi.log"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started), "stop"));
            LocalBank bank = LocalBank.start(options, started, part -> print("starting " + part + " ..."));
            DemoUser.ensure(options.host().reachable(), bank.port());
            started.unlessClosed(() -> print(Banner.text(bank.port(), options)));
        } catch (RuntimeException failure) {
            end(started, failure);
        }
    }

    /** Replaces the logging configuration: reading the options has loaded Netty, which has already created a logger. */
    private static void logInto(Path file) {
        System.setProperty("loomi.log", file.toString());
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        loggers.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(loggers);
        try {
            configurator.doConfigure(Objects.requireNonNull(LocalCommand.class.getResource("/logback-local.xml")));
        } catch (JoranException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Reports a failure, unless the bank is stopping: the start that a signal has stopped fails, too. */
    private static void end(RunningComponents started, RuntimeException failure) {
        if (!started.isStopping()) {
            started.close();
            flushLogs();
            System.err.println(failure instanceof StartFailure ? failure.getMessage() : "The bank failed: " + failure);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void stop(RunningComponents started) {
        print("\nstopping ...");
        started.close();
        print("stopped; the data is kept");
        flushLogs();
        Runtime.getRuntime().halt(0);
    }

    private static void flushLogs() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
