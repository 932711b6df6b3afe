package io.loomi.local;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.loomi.common.config.StartFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** {@code ./loomi up}: runs the bank in this terminal until it is told to stop. */
public final class LocalCommand {

    private LocalCommand() {}

    public static void main(String... arguments) {
        LocalOptions options = optionsOrExit(arguments);
        AtomicReference<@Nullable LocalBank> running = new AtomicReference<>();
        logInto(options.data().resolve("loomi.log"));
        try {
            LocalBank bank = LocalBank.start(options, part -> print("starting " + part + " ..."));
            running.set(bank);
            // Registered only now: until here a signal ends the JVM, and the next start finds what it left behind.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running.getAndSet(null)), "stop"));
            DemoUser.ensure(options.host().reachable(), bank.port());
            print(Welcome.text(bank.port(), options));
        } catch (StartFailure failure) {
            closeIfRunning(running.getAndSet(null));
            exit(failure);
        }
    }

    /** Whatever was configured before: to read the options loads Netty, which asks for a logger. */
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

    private static void closeIfRunning(@Nullable LocalBank bank) {
        if (bank != null) {
            bank.close();
        }
    }

    private static LocalOptions optionsOrExit(String... arguments) {
        try {
            return LocalOptions.from(List.of(arguments), System.getenv());
        } catch (StartFailure failure) {
            exit(failure);
            throw failure;
        }
    }

    private static void stop(@Nullable LocalBank bank) {
        if (bank != null) {
            print("\nstopping ...");
            bank.close();
            print("stopped; the data is kept");
        }
        flushLogs();
        Runtime.getRuntime().halt(0);
    }

    private static void exit(StartFailure failure) {
        flushLogs();
        System.err.println(failure.getMessage());
        Runtime.getRuntime().halt(1);
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
