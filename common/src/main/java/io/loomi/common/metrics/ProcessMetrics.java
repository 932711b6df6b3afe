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

/** The JVM, the process, and the disk that it writes to. */
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
                .description("Memory of the process that is in RAM; NaN where there is no /proc")
                .baseUnit("bytes")
                .register(registry);
        bindGarbageCollection(registry);
    }

    @SuppressWarnings("resource") // it listens for as long as the process lives
    private static void bindGarbageCollection(MeterRegistry registry) {
        new JvmGcMetrics().bindTo(registry);
    }

    /** Some bytes out of memory, and so nothing that would hold up an event loop. */
    private static double residentBytes() {
        try {
            Scanner pages = new Scanner(Files.readString(MEMORY));
            pages.nextLong(); // the size of the address space says nothing
            return (double) pages.nextLong() * PAGE_BYTES;
        } catch (IOException elsewhere) {
            return Double.NaN;
        }
    }
}
