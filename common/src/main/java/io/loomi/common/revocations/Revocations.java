package io.loomi.common.revocations;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.RevocationCheck;
import io.loomi.common.errors.Failure;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revocations that a process knows of: every token is held against them, without asking anybody. They may come from
 * anywhere, in any order and any number of times; whoever hears of some calls {@link #add}. Until somebody has said with {@link
 * #begin} that what was recorded so far is among them, nobody is let in: an empty set would take every token for a good one.
 *
 * <p>Thread-safe: one for the event loops of a process.
 */
public final class Revocations implements RevocationCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    /** Of sessions and of people each, about 10 MiB: a hundred people a second would have to sign out for a quarter of an hour. */
    private static final int MOST = 100_000;

    private final Clock clock;
    private final ExpiringEntries<Instant> sessions = new ExpiringEntries<>(MOST, Function.identity(), Person::later);
    private final ExpiringEntries<Person> people = new ExpiringEntries<>(MOST, Person::expires, Person::and);
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean begun;

    /** The last word each way; {@link Instant#MIN} where there was none. */
    private record Person(Instant putOut, Instant letIn, Instant expires) {

        private static Person of(Revocation word) {
            return word.kind() == Revocation.Kind.USER
                    ? new Person(word.at(), Instant.MIN, word.expires())
                    : new Person(Instant.MIN, word.at(), word.expires());
        }

        private Person and(Person other) {
            return new Person(later(putOut, other.putOut), later(letIn, other.letIn), later(expires, other.expires));
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        /**
         * A token says the second in which it was issued. Within the second in which its person was put out, a token of a session
         * is left to the word about that session, so that they can sign in at once when they are let in again.
         */
        private boolean refuses(Caller caller) {
            if (putOut.equals(Instant.MIN)) {
                return false;
            }
            Instant issued = caller.issuedAt();
            return putOut.isAfter(letIn)
                    || (caller.sessionId().isPresent()
                            ? !issued.plusSeconds(1).isAfter(putOut)
                            : !issued.isAfter(putOut));
        }
    }

    public Revocations(Clock clock) {
        this.clock = clock;
    }

    /** From now on, is told on any thread of each person whose standing has changed. */
    public void onPerson(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    /** What was recorded before this process started was heard: from now on tokens can be held against it. */
    public void begin() {
        begun = true;
    }

    public boolean hasBegun() {
        return begun;
    }

    public void add(Collection<Revocation> heard) {
        List<UUID> changed = take(heard);
        listeners.forEach(listener -> changed.forEach(listener));
    }

    /** Returns the people whose standing has changed. Lookups wait for none of this. */
    private synchronized List<UUID> take(Collection<Revocation> heard) {
        Instant now = clock.instant();
        Instant latest = Revocation.latestAt(now);
        List<UUID> changed = new ArrayList<>();
        for (Revocation said : heard) {
            Revocation word = said.notAfter(latest);
            if (word.kind() == Revocation.Kind.SESSION) {
                sessions.add(word.subject(), word.expires());
            } else if (people.add(word.subject(), Person.of(word))) {
                changed.add(word.subject());
            }
        }
        int givenUp = sessions.forget(now) + people.forget(now);
        if (givenUp > 0) {
            LOG.atError().addKeyValue("excess", givenUp).log("More revocations than can be known");
        }
        return changed;
    }

    /** Fails with {@link Failure.Unavailable} before {@link #begin}. */
    @Override
    public Future<Boolean> isRevoked(Caller caller) {
        if (!begun) {
            return Future.failedFuture(new Failure.Unavailable(
                    "Who was put out is not known yet, as this service has just started: try again in a moment."));
        }
        Person person = people.get(caller.userId());
        boolean revoked = (person != null && person.refuses(caller))
                || caller.sessionId().map(sessions::get).isPresent();
        return Future.succeededFuture(revoked);
    }

    /** How many sessions and people are known. */
    public int size() {
        return sessions.size() + people.size();
    }
}
