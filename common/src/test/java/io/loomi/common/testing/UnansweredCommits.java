package io.loomi.common.testing;

import io.loomi.common.testing.FaultyProxy.Fault;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** The network between a service and PostgreSQL, which can be cut between a commit and its answer. */
public final class UnansweredCommits implements AutoCloseable {

    /** The application names of the connections that commit; PostgreSQL gets them in the first message. */
    private static final Set<String> COMMITTING = Set.of("loomi writes", "loomi batches");

    /** The first byte of the message with which PostgreSQL executes and commits a prepared statement. */
    private static final char EXECUTE = 'B';

    private final FaultyProxy network = FaultyProxy.open();

    /** Returns the URL of a database through this network. */
    public String in(String database) {
        URI real = URI.create(database);
        return database.replace(":" + real.getPort(), ":" + network.before(real).getPort());
    }

    /**
     * Runs work while the answers of commits are lost; returns when the service has recovered.
     *
     * @param isRecovered makes the service commit something
     */
    public <T> T during(Supplier<T> work, Callable<Boolean> isRecovered) {
        network.sufferOnly(COMMITTING, new Fault.LoseAnswerTo(EXECUTE));
        return thenAwaitRecovery(work, isRecovered);
    }

    /** Runs work while no connection to PostgreSQL can be opened; returns when the service has recovered. */
    public <T> T withoutConnections(Supplier<T> work, Callable<Boolean> isRecovered) {
        network.suffer(new Fault.Reset());
        return thenAwaitRecovery(work, isRecovered);
    }

    private <T> T thenAwaitRecovery(Supplier<T> work, Callable<Boolean> isRecovered) {
        try {
            return work.get();
        } finally {
            network.recover();
            Awaitility.await().until(isRecovered);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
