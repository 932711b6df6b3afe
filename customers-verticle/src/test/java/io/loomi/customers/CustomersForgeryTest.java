package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Forgeries;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.loomi.customers.services.SigningKeyPem;
import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;

/** Forged tokens at the customers service. */
@Slow
class CustomersForgeryTest extends Forgeries {

    private static final SignedIn CUSTOMER = SignedIn.newCustomer();

    @Override
    protected TokenForge trusted() {
        return Tokens.stolenKey();
    }

    @Override
    protected PublicKey publicKey() {
        return SigningKeyPem.read(CustomersBench.KEY).getFirst().verification().key();
    }

    @Override
    protected JsonObject goodClaims() {
        return Tokens.claimsOf(CUSTOMER.accessToken());
    }

    @Override
    protected Answer show(String token) {
        return CustomersBench.api().get("/api/users/me").as(token).send();
    }

    @Override
    protected String refreshToken() {
        return CUSTOMER.refreshToken();
    }

    @Override
    protected String serviceToken() {
        return CustomersBench.serviceToken();
    }

    @Test
    void sessionOfAnotherCustomer() {
        String theirs = SignedIn.newCustomer().sessionId();
        assertThat(show(trusted().signed(goodClaims().put("sid", theirs)))).isProblem(401, "revoked-token");
    }

    @Test
    void accessTokenForARefreshToken() {
        assertThat(SignedIn.refresh(CUSTOMER.accessToken())).isProblem(400, "invalid-request");
    }
}
