package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningKeyTest {

    /** Made by openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, for this test only. */
    private static final String FROM_OPENSSL = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgavCKXLVLAupJIN/W
            w6YZDrn55v9DqMykNZ7dsz/p1JahRANCAAQpKKuVk1aRYQuvKONFArwfHd5lxY2d
            LvCsWs5+xl0AOZxDV7dTQj1K+bejyVJwucPsKONLF8I525lT9w0wbmYw
            -----END PRIVATE KEY-----
            """;

    @Test
    void readsAKeyThatOpensslMade() {
        SigningKey key = SigningKeyPem.read(FROM_OPENSSL).getFirst();

        assertThat(key.publicKey().getString("kid")).isEqualTo(key.id());
        assertThat(key.publicKey().containsKey("d")).isFalse();
        assertThat(key.toString()).isEqualTo("SigningKey[" + key.id() + "]");
    }

    @Test
    void readsAPairOfBlocksWithAStableId() throws GeneralSecurityException {
        KeyPair pair = pair("EC", 256);

        assertThat(SigningKeyPem.read(pem(pair, pair)).getFirst().id())
                .isEqualTo(SigningKeyPem.read(pem(pair, pair)).getFirst().id());
    }

    @Test
    void refusesAPublicKeyOfAnotherPrivateKey() throws GeneralSecurityException {
        refuses(pem(pair("EC", 256), pair("EC", 256)));
    }

    @Test
    void refusesOtherKindsOfKeysAndInvalidText() throws GeneralSecurityException {
        KeyPair rsa = pair("RSA", 2048);
        KeyPair larger = pair("EC", 384);

        refuses(pem(rsa, rsa));
        refuses(pem(larger, larger));
        refuses("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
        refuses("not a key");
    }

    private static void refuses(String pem) {
        assertThatThrownBy(() -> SigningKeyPem.read(pem))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("JWT_PRIVATE_KEYS must hold private keys of the curve P-256 or Ed25519");
    }

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair secret, KeyPair published) {
        return block("PRIVATE KEY", secret.getPrivate().getEncoded())
                + block("PUBLIC KEY", published.getPublic().getEncoded());
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(content), label);
    }
}
