package io.loomi.common.auth;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * The signature algorithms that tokens may use (RFC 7518, RFC 8037). All are asymmetric: a service that can verify a
 * token cannot make one.
 */
public enum SignatureAlgorithm {
    /** The JDK algorithm for signatures in JOSE's format: r and s with 32 bytes each and no DER. It refuses zeros. */
    ES256("ES256", "SHA256withECDSAinP1363Format"),
    EDDSA("EdDSA", "Ed25519"),
    RS256("RS256", "SHA256withRSA"),
    PS256("PS256", "RSASSA-PSS");

    private static final int SALT_BYTES = 32;

    private final String text;
    private final String name;

    /**
     * @param text the {@code alg} of a token
     * @param name the name in Java
     */
    SignatureAlgorithm(String text, String name) {
        this.text = text;
        this.name = name;
    }

    /** The algorithm that a token or a key names; case-sensitive. */
    public static Optional<SignatureAlgorithm> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
    }

    public String text() {
        return text;
    }

    /** @throws GeneralSecurityException when the key does not fit this algorithm */
    public byte[] sign(PrivateKey key, byte[] content) throws GeneralSecurityException {
        Signature signature = signature();
        signature.initSign(key);
        signature.update(content);
        return signature.sign();
    }

    /** Returns false for malformed signatures too. */
    boolean verifies(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = signature();
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(name);
        if (this == PS256) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT_BYTES, 1));
        }
        return signature;
    }
}
