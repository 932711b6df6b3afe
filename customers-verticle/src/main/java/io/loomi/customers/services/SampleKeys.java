package io.loomi.customers.services;

import io.loomi.common.config.StartFailure;
import java.util.List;
import java.util.Set;

/** Keys that everybody can read in this repository: whoever has one of them signs tokens. */
public final class SampleKeys {

    /** Their thumbprints; a test looks for keys whose thumbprint is not here. */
    private static final Set<String> IDS = Set.of("bfS57QU2olDLStwSfliz42TYIXCuvodJxQ9DCMlg35E");

    private SampleKeys() {}

    static boolean contains(SigningKey key) {
        return IDS.contains(key.id());
    }

    /** @throws StartFailure when one of the keys is a sample */
    public static void refuse(List<SigningKey> keys) {
        if (keys.stream().anyMatch(SampleKeys::contains)) {
            throw new StartFailure("JWT_PRIVATE_KEYS has a key that stands in Loomi's repository: "
                    + "production needs one of its own (openssl genpkey -algorithm ed25519).");
        }
    }
}
