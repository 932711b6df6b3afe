package io.loomi.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.TokenRules;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.auth.VerifiedTokens;
import io.loomi.customers.services.SigningKey;
import io.loomi.customers.services.SigningKeyPem;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokenSignerTest {

    @Test
    void signsTokensThatTheServicesAccept() {
        TokenSigner signer = TokenSigner.withNewKey();
        UUID customer = CustomerIds.id(7);

        SigningKey key = SigningKeyPem.read(signer.pem()).getFirst();
        TokenVerifier verifier = new TokenVerifier(
                _ -> Future.succeededFuture(List.of(key.verification())),
                new TokenRules("loomi", "loomi-api"),
                Clock.systemUTC(),
                new VerifiedTokens());
        Caller caller = verifier.verify(signer.sign(customer, Clock.systemUTC().instant()))
                .await();

        assertThat(customer).hasToString("018cc251-f400-7000-8000-000000000007");
        assertThat(caller.userId()).isEqualTo(customer);
        assertThat(caller.permissions()).contains("read:transactions", "write:transactions");
    }
}
