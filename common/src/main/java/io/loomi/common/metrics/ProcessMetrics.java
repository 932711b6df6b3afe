package io.loomi.common.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;

/** Measures the JVM, the process, and its disk. */
final class ProcessMetrics implements MeterBinder {

    private static final Path MEMORY = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    @Override
    public void bindTo(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new DiskSpaceMetrics(new File(".")).bindTo(registry);
        Gauge.builder("process.resident.memory", ProcessMetrics::residentBytes)
                .description("Resident memory of the process; NaN without /proc")
                .baseUnit("bytes")
                .register(registry);
        bindGarbageCollection(registry);
    }

    @SuppressWarnings("resource") // never closed: it listens until the process ends
    private static void bindGarbageCollection(MeterRegistry registry) {
        new JvmGcMetrics().bindTo(registry);
    }

    /** Reads a few bytes from memory, so it does not block the event loop. */
    private static double residentBytes() {
        try {
            Scanner pages = new Scanner(Files.readString(MEMORY));
            pages.nextLong(); // skips the size of the address space
            return (double) pages.nextLong() * PAGE_BYTES;
        } catch (IOException elsewhere) {
            return Double.NaN;
        }
    }
}
