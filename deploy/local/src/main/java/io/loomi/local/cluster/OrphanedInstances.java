package io.loomi.local.cluster;

import io.loomi.local.OrphanedProcess;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Stops the instances and the Nginx that a killed cluster (kill -9) left running. A mark in their arguments identifies instances.
 */
final class OrphanedInstances {

    private OrphanedInstances() {}

    /** The java argument that identifies the instances of the cluster in a folder. */
    static String mark(Path folder) {
        return "-Dloomi.cluster=" + folder;
    }

    /** Stops what is left of an earlier cluster in this folder. The caller holds the folder's lock, so that cluster has ended. */
    static void stop(Path folder) {
        OrphanedProcess.stop(folder.resolve("nginx/run/nginx.pid"), "nginx");
        String mark = mark(folder);
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(mark))
                        .orElse(false))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly); // nobody waits for their requests any more
        left.forEach(process -> process.onExit().join());
    }
}
