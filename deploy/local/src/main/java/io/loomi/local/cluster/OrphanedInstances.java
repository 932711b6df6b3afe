package io.loomi.local.cluster;

import io.loomi.local.OrphanedProcess;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Stops the instances and the Nginx that a killed cluster (kill -9) left running. A mark among their arguments identifies the instances.
 */
final class OrphanedInstances {

    private OrphanedInstances() {}

    /** The java argument that identifies the instances of the cluster in a folder. */
    static String mark(Path folder) {
        return "-Dloomi.cluster=" + folder;
    }

    /** Stops the remaining processes of an earlier cluster. The caller holds the lock of the folder, so no cluster uses it now. */
    static void stop(Path folder) {
        OrphanedProcess.stop(folder.resolve("nginx/run/nginx.pid"), "nginx");
        String mark = mark(folder);
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(mark))
                        .orElse(false))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly); // no client waits for their answers any more
        left.forEach(process -> process.onExit().join());
    }
}
