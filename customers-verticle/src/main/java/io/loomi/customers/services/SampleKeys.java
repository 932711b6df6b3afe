package io.loomi.customers.services;

import io.loomi.common.config.StartFailure;
import java.util.List;
import java.util.Set;

/** Private keys that this repository publishes. Anybody can sign tokens with them, so production refuses them. */
public final class SampleKeys {

    /** The thumbprints of the keys. {@code PublishedKeysTest} fails if a key of the repository is missing here. */
    private static final Set<String> IDS = Set.of("bfS57QU2olDLStwSfliz42TYIXCuvodJxQ9DCMlg35E");

    private SampleKeys() {}

    static boolean contains(SigningKey key) {
        return IDS.contains(key.id());
    }

    /** @throws StartFailure when a key is a sample */
    public static void refuse(List<SigningKey> keys) {
        if (keys.stream().anyMatch(SampleKeys::contains)) {
            throw new StartFailure("JWT_PRIVATE_KEYS has a key that is public in Loomi's repository: "
                    + "production needs one of its own (openssl genpkey -algorithm ed25519).");
        }
    }
}
