package io.loomi.common.tls;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate with its matching private key.
 *
 * @param chain the PEM file of the certificate
 * @param privateKey the PEM file of the key
 * @param ends when the certificate expires
 */
record Certificate(Buffer chain, Buffer privateKey, Instant ends) {

    /** Forward secrecy and authenticated encryption only. The first three are for TLS 1.3. */
    private static final List<String> SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA");

    private static final byte[] PROBE = {1, 2, 3};

    /** Fails if a file cannot be read, is not PEM, or the key does not match the certificate. */
    static Future<Certificate> read(Vertx vertx, TlsFiles files) {
        Future<Buffer> chain = vertx.fileSystem().readFile(files.certificate());
        Future<Buffer> key = vertx.fileSystem().readFile(files.privateKey());
        return Future.all(chain, key)
                .compose(_ -> vertx.executeBlocking(() -> of(vertx, chain.result(), key.result())))
                .map(Objects::requireNonNull);
    }

    private static Certificate of(Vertx vertx, Buffer chain, Buffer privateKey) throws Exception {
        X509KeyManager keys = (X509KeyManager)
                pem(chain, privateKey).getKeyManagerFactory(vertx).getKeyManagers()[0];
        String alias = KEY_TYPES.stream()
                .map(type -> keys.getServerAliases(type, null))
                .filter(Objects::nonNull)
                .map(aliases -> aliases[0])
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("not a server key"));
        X509Certificate own = keys.getCertificateChain(alias)[0];
        requireMatch(keys.getPrivateKey(alias), own);
        return new Certificate(chain, privateKey, own.getNotAfter().toInstant());
    }

    /** During an update, one file may have been replaced before the other. */
    private static void requireMatch(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("the private key is not the certificate's");
        }
    }

    private static PemKeyCertOptions pem(Buffer chain, Buffer privateKey) {
        return new PemKeyCertOptions().setCertValue(chain).setKeyValue(privateKey);
    }

    boolean isSameAs(Certificate other) {
        return chain.equals(other.chain) && privateKey.equals(other.privateKey);
    }

    ServerSSLOptions options() {
        ServerSSLOptions options = new ServerSSLOptions()
                .setKeyCertOptions(pem(chain, privateKey))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setUseAlpn(true);
        SUITES.forEach(options::addEnabledCipherSuite);
        return options;
    }
}
