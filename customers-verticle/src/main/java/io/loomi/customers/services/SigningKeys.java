package io.loomi.customers.services;

import io.loomi.common.auth.VerificationKey;
import io.loomi.common.auth.VerificationKeys;
import io.vertx.core.Future;
import java.util.List;

/**
 * The current keys that sign access tokens. They can be replaced while the service runs. Thread-safe: the event loops share this
 * object, and each call returns one consistent state.
 */
public final class SigningKeys implements VerificationKeys {

    private volatile State state;

    private record State(List<SigningKey> keys, List<VerificationKey> verification) {
        private static State of(List<SigningKey> keys) {
            return new State(
                    List.copyOf(keys),
                    keys.stream().map(SigningKey::verification).toList());
        }
    }

    /** @param keys at least one; the first signs, all verify */
    public SigningKeys(List<SigningKey> keys) {
        state = State.of(keys);
    }

    void replace(List<SigningKey> keys) {
        state = State.of(keys);
    }

    public List<SigningKey> all() {
        return state.keys();
    }

    SigningKey first() {
        return state.keys().getFirst();
    }

    @Override
    public Future<List<VerificationKey>> find(String wanted) {
        return Future.succeededFuture(state.verification());
    }
}
