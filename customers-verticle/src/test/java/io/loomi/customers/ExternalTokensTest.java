package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.SignatureAlgorithm;
import io.loomi.common.testing.IssuerDouble;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Which tokens of an external issuer are accepted. */
@Slow
class ExternalTokensTest {

    private static final ExternalBench BANK = new ExternalBench("tokens");

    @AfterAll
    static void close() {
        BANK.close();
    }

    @Test
    void areRefusedWithAnotherAudienceOrPurpose() {
        refuses(BANK.issuer().signed(BANK.claims("x").put("aud", "bank-app")));
        refuses(BANK.issuer().signed(BANK.claims("x").put("aud", new JsonArray().add("account"))));
        refuses(BANK.issuer().signed(BANK.claims("x").put("typ", "ID")));
        refuses(BANK.issuer().signed(BANK.claims("x").put("typ", "Refresh")));
        refuses(BANK.issuer().signed(BANK.claims("x").put("at_hash", "c2Fs")));
        refuses(BANK.issuer().signed(BANK.claims("x").put("c_hash", "c2Fs")));
        refuses(BANK.issuer().signed(BANK.claims("x").put("nonce", "c2Fs")));
        refuses(BANK.issuer().signed(BANK.claims("x").put("cnf", new JsonObject().put("jkt", "x"))));
        refuses(BANK.issuer().signed(BANK.claims("x").put("iss", BANK.issuer().url() + "/")));
        refuses(BANK.issuer()
                .signed(BANK.claims("x").put("nbf", BANK.clock().instant().getEpochSecond() + 60)));
        refuses(BANK.issuer().signed(BANK.claims("x").put("sub", 7)));
        refuses(BANK.issuer().signed(BANK.claims("x").put("sub", "")));
        refuses(BANK.issuer().signed(BANK.claims("x").put("sub", "a\0b")));
        refuses(BANK.issuer()
                .forge()
                .signed(BANK.issuer().forge().header().put("typ", "logout+jwt"), BANK.claims("x")));
        refuses(TokenForge.create(SignatureAlgorithm.RS256)
                .signed(BANK.issuer().forge().header(), BANK.claims("x")));
    }

    @Test
    void areRefusedWhenTheKeyIsOfAnotherIssuer() {
        refuses(BANK.issuer().signed(BANK.claims("x").put("iss", "loomi").put("aud", "loomi-api")));
        String own = BANK.ownAdminToken();
        JsonObject claims = Tokens.claimsOf(own).put("iss", BANK.issuer().url()).put("aud", IssuerDouble.AUDIENCE);
        JsonObject header =
                BANK.issuer().forge().header().put("kid", Tokens.headerOf(own).getString("kid"));
        refuses(BANK.issuer().forge().signed(header, claims));
    }

    @Test
    void areAcceptedWithEveryAlgorithmAndAfterKeyRotation() {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            BANK.clock().advance(Duration.ofSeconds(11));
            BANK.issuer().rotateKeys(TokenForge.create(algorithm));
            assertThat(BANK.me(BANK.token("rotated"))).as(algorithm.text()).hasStatus(200);
        }
    }

    @Test
    void areTheOnlyOnesRefusedWhileTheIssuerIsDown() {
        IssuerDouble down = new IssuerDouble(TokenForge.create());
        down.goDown();
        try (ExternalBench bank = new ExternalBench("outage", down)) {
            assertThat(down.requests())
                    .as("calls before the first external token")
                    .isZero();
            String token = bank.token("clara");

            assertThat(bank.me(token)).isProblem(503, "unavailable");
            assertThat(bank.me(bank.ownAdminToken())).hasStatus(200);

            down.comeBack();
            down.setIssuer("https://somebody.else");
            assertThat(bank.me(token)).isProblem(503, "unavailable");

            down.setIssuer(down.url());
            assertThat(bank.me(token)).hasStatus(200);

            down.goDown();
            bank.clock().advance(Duration.ofMinutes(6));
            assertThat(bank.me(bank.token("clara"))).hasStatus(200);
        }
    }

    private static void refuses(String token) {
        assertThat(BANK.me(token)).isProblem(401, "invalid-token");
    }
}
