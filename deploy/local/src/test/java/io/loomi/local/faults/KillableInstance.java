package io.loomi.local.faults;

import io.loomi.common.testing.ContractClient;
import io.loomi.local.FatJar;
import io.loomi.local.process.FreePorts;
import io.loomi.local.process.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process of a service that can be killed (-9) and started again on the same port. */
final class KillableInstance implements AutoCloseable {

    private final String service;
    private final Map<String, String> settings;
    private final Path folder;
    private int runs;
    private ServiceProcess process;

    private KillableInstance(String service, Map<String, String> settings, Path folder, int port) throws IOException {
        this.service = service;
        this.settings = settings;
        this.folder = folder;
        this.process = ServiceProcess.start(nextName(), FatJar.of(service), settings, folder, port);
    }

    /** Starts a process on a free port; returns before it is ready. */
    static KillableInstance start(String service, Map<String, String> settings, Path folder) {
        return start(service, settings, folder, freePorts(1).getFirst());
    }

    static List<Integer> freePorts(int count) {
        try {
            return FreePorts.take(count);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts a process on this port; returns before it is ready. */
    static KillableInstance start(String service, Map<String, String> settings, Path folder, int port) {
        try {
            return new KillableInstance(service, settings, folder, port);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Each run has its own log. */
    private String nextName() {
        return "%s-%d-%d".formatted(service, System.identityHashCode(this), ++runs);
    }

    void kill() {
        process.kill();
        ProcessHandle.of(process.pid()).ifPresent(handle -> handle.onExit().join());
    }

    /** Starts the process again without waiting for readiness. */
    void restart() {
        try {
            process = ServiceProcess.start(nextName(), FatJar.of(service), settings, folder, process.port());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void awaitReady() {
        process.awaitReady();
    }

    int port() {
        return process.port();
    }

    ContractClient api() {
        return new ContractClient(service, URI.create(process.url()));
    }

    @Override
    public void close() {
        process.close();
    }
}
