package io.loomi.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.TokenRules;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.auth.VerifiedTokens;
import io.loomi.customers.services.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenSignerTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void signsWhatTheServicesTrustOnceCustomersHasTheKey() {
        TokenSigner signer = TokenSigner.withNewKey();
        UUID person = People.id(7);

        SigningKey key = SigningKey.fromPem(signer.pem());
        TokenVerifier verifier = new TokenVerifier(
                vertx,
                _ -> Future.succeededFuture(List.of(key.publicKey())),
                new TokenRules("loomi", "loomi-api"),
                Clock.systemUTC(),
                new VerifiedTokens());
        Caller caller = verifier.verify(signer.sign(person, Clock.systemUTC().instant()))
                .await();

        assertThat(person).hasToString("018cc251-f400-7000-8000-000000000007");
        assertThat(caller.userId()).isEqualTo(person);
        assertThat(caller.permissions()).contains("read:transactions", "write:transactions");
    }
}
