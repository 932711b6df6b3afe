package io.loomi.common.testing;

import io.loomi.common.testing.FaultyProxy.Fault;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** The network between a service and PostgreSQL, which can be cut between a commit and its answer. */
public final class LostCommits implements AutoCloseable {

    /** In the start of each connection that commits. */
    private static final Set<String> COMMITTING = Set.of("loomi writes", "loomi batches");

    /** How the message begins that has PostgreSQL execute and commit a prepared statement. */
    private static final char EXECUTE = 'B';

    private final FaultyProxy network = FaultyProxy.open();

    /** The url of a database, through this network. */
    public String in(String database) {
        URI real = URI.create(database);
        return database.replace(":" + real.getPort(), ":" + network.before(real).getPort());
    }

    /**
     * Does this while the answers of commits are lost, and comes back when the service is well again.
     *
     * @param isWell asks the service to commit something
     */
    public <T> T during(Supplier<T> work, Callable<Boolean> isWell) {
        network.sufferOnly(COMMITTING, new Fault.LoseAnswerTo(EXECUTE));
        return untilWell(work, isWell);
    }

    /** Does this while no connection to PostgreSQL comes about. */
    public <T> T withoutConnections(Supplier<T> work, Callable<Boolean> isWell) {
        network.suffer(new Fault.Reset());
        return untilWell(work, isWell);
    }

    private <T> T untilWell(Supplier<T> work, Callable<Boolean> isWell) {
        try {
            return work.get();
        } finally {
            network.recover();
            Awaitility.await().until(isWell);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
