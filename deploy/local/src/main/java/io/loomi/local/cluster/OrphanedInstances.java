package io.loomi.local.cluster;

import io.loomi.local.OrphanedProcess;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a cluster that was killed with -9 has left running: its instances, known by a mark in their arguments, and Nginx. */
final class OrphanedInstances {

    private OrphanedInstances() {}

    /** The argument of java by which the instances of the cluster in a folder are known. */
    static String mark(Path folder) {
        return "-Dloomi.cluster=" + folder;
    }

    /** Ends what is left of an earlier cluster in this folder; that it is over is known by its lock. */
    static void stop(Path folder) {
        OrphanedProcess.stop(folder.resolve("nginx/run/nginx.pid"), "nginx");
        String mark = mark(folder);
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(mark))
                        .orElse(false))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly); // what they were asked to do, nobody waits for any more
        left.forEach(process -> process.onExit().join());
    }
}
