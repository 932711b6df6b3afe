package io.loomi.common.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Ids;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private static final TokenForge FORGE = TokenForge.create();

    private final MutableClock clock = new MutableClock();
    private final List<VerificationKey> keys = new ArrayList<>(List.of(FORGE.verificationKey()));
    private final VerifiedTokens verified = new VerifiedTokens();
    private final TokenVerifier verifier = verifier();

    private TokenVerifier verifier() {
        return new TokenVerifier(
                _ -> Future.succeededFuture(List.copyOf(keys)),
                new TokenRules(TokenForge.ISSUER, TokenForge.AUDIENCE),
                clock,
                verified);
    }

    @Test
    void returnsTheCaller() {
        UUID id = UUID.randomUUID();

        Caller caller = verifier.verify(FORGE.token(id, "read:profile")).await();

        assertThat(caller.userId()).isEqualTo(id);
        assertThat(caller.may("read:profile")).isTrue();
        assertThat(caller.may("admin:users")).isFalse();
        assertThat(caller.toString()).doesNotContain(caller.token());
        assertThatThrownBy(() -> caller.require("admin:users")).isInstanceOf(Failure.Forbidden.class);
    }

    @Test
    void refusesARevokedTokenThatIsCached() {
        Set<UUID> revoked = new HashSet<>();
        TokenVerifier asking = new TokenVerifier(
                _ -> Future.succeededFuture(List.of(FORGE.verificationKey())),
                new TokenRules(TokenForge.ISSUER, TokenForge.AUDIENCE),
                Optional.empty(),
                clock,
                new VerifiedTokens(),
                caller -> Future.succeededFuture(revoked.contains(caller.userId())));
        UUID user = UUID.randomUUID();
        JsonObject claims = FORGE.claims(user);
        String token = FORGE.signed(claims);

        Caller caller = asking.verify(token).await();
        assertThat(caller.sessionId()).contains(UUID.fromString(claims.getString("sid")));
        assertThat(caller.issuedAt().getEpochSecond()).isEqualTo(claims.getLong("iat"));
        revoked.add(user);

        refuses(asking, token, "revoked-token");
    }

    @Test
    void refusesAMalformedSessionId() {
        refuses(FORGE.signed(FORGE.claims(UUID.randomUUID()).put("sid", "7")), "invalid-token");
    }

    @Test
    void refusesAnExpiredTokenThatIsCached() {
        String token = FORGE.token(UUID.randomUUID());
        verifier.verify(token).await();

        clock.advance(Duration.ofMinutes(16));

        refuses(token, "expired-token");
    }

    @Test
    void refusesACachedTokenWhoseKeyIsWithdrawn() {
        String token = FORGE.token(UUID.randomUUID());
        verifier().verify(token).await();
        verifier.verify(token).await();

        keys.clear();
        keys.add(TokenForge.create().verificationKey());

        refuses(token, "invalid-token");
    }

    @Test
    void refusesAnotherIssuerOrAudience() {
        refuses(FORGE.signed(FORGE.claims(UUID.randomUUID()).put("iss", "evil")), "invalid-token");
        refuses(FORGE.signed(FORGE.claims(UUID.randomUUID()).put("aud", "other")), "invalid-token");
    }

    @Test
    void refusesATokenThatIsNotValidYet() {
        long soon = clock.instant().plusSeconds(60).getEpochSecond();

        refuses(FORGE.signed(FORGE.claims(UUID.randomUUID()).put("nbf", soon)), "invalid-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "sid", "exp", "nbf", "iat", "roles", "permissions", "iss", "aud"})
    void refusesATokenWithoutARequiredClaim(String claim) {
        JsonObject claims = FORGE.claims(UUID.randomUUID());
        claims.remove(claim);

        refuses(FORGE.signed(claims), "invalid-token");
    }

    @Test
    void refusesAnotherKeysSignatureUnderOurKeysName() {
        TokenForge other = TokenForge.create();
        String foreign = other.token(UUID.randomUUID());
        String ours = FORGE.token(UUID.randomUUID());

        refuses(ours.substring(0, ours.indexOf('.')) + foreign.substring(foreign.indexOf('.')), "invalid-token");
    }

    @Test
    void refusesAChangedPayload() {
        String[] parts = FORGE.token(UUID.randomUUID()).split("\\.");
        JsonObject claims = FORGE.claims(UUID.randomUUID()).put("permissions", new JsonArray().add("admin:users"));
        String changed = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.toBuffer().getBytes());

        refuses(parts[0] + "." + changed + "." + parts[2], "invalid-token");
    }

    @ParameterizedTest
    @EnumSource
    void acceptsEachAlgorithmFromItsKeys(SignatureAlgorithm algorithm) {
        TokenForge forge = TokenForge.create(algorithm);
        keys.add(forge.verificationKey());

        assertThat(verifier.verify(forge.token(UUID.randomUUID())).await().roles())
                .containsExactly("user");
    }

    @Test
    void refusesAnotherAlgorithmThanThatOfTheKey() {
        TokenForge pss = TokenForge.create(SignatureAlgorithm.PS256);
        keys.add(pss.verificationKey());
        String token = pss.signed(pss.header().put("alg", "RS256"), pss.claims(UUID.randomUUID()));

        refuses(token, "invalid-token");
    }

    @Test
    void ignoresTheCertificateOfAKey() {
        TokenForge forge = TokenForge.create(SignatureAlgorithm.RS256);
        JsonObject published = forge.publicKey().put("x5c", new JsonArray().add("of another key, or expired"));
        keys.add(VerificationKey.of(published).orElseThrow());

        assertThat(verifier.verify(forge.token(UUID.randomUUID())).await().roles())
                .containsExactly("user");
    }

    @Test
    void acceptsAServiceOnlyWithAllOfItsClaims() {
        UUID service = Ids.ofService("transactions");
        JsonObject claims = FORGE.claims(service, "read:users")
                .put("roles", new JsonArray().add("service"))
                .put("client_id", "transactions");
        claims.remove("sid");

        assertThat(verifier.verify(FORGE.signed(claims)).await().sessionId()).isEmpty();

        refuses(FORGE.signed(claims.copy().put("sub", UUID.randomUUID().toString())), "invalid-token");
        refuses(FORGE.signed(claims.copy().put("client_id", "other")), "invalid-token");
        refuses(FORGE.signed(claims.copy().put("roles", new JsonArray().add("user"))), "invalid-token");
        refuses(
                FORGE.signed(
                        claims.copy().put("roles", new JsonArray().add("user").add("service"))),
                "invalid-token");
        refuses(FORGE.signed(claims.copy().put("sid", UUID.randomUUID().toString())), "invalid-token");
        JsonObject nameless = claims.copy();
        nameless.remove("client_id");
        refuses(FORGE.signed(nameless), "invalid-token");
    }

    @Test
    void toleratesFiveSecondsOfClockDifference() {
        String token = FORGE.signed(FORGE.claims(clock, UUID.randomUUID()));
        JsonObject early = FORGE.claims(clock, UUID.randomUUID());
        early.put("nbf", early.getLong("iat") + 5);

        clock.advance(Duration.ofSeconds(904));
        verifier.verify(token).await();
        clock.advance(Duration.ofSeconds(1));
        refuses(token, "expired-token");

        clock.advance(Duration.ofSeconds(-905));
        verifier.verify(FORGE.signed(early)).await();
        refuses(FORGE.signed(early.put("nbf", early.getLong("iat") + 6)), "invalid-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.", "bnVsbA.bnVsbA.x"})
    void refusesTextThatIsNoToken(String text) {
        refuses(text, "invalid-token");
    }

    private void refuses(String token, String type) {
        refuses(verifier, token, type);
    }

    private static void refuses(TokenVerifier verifier, String token, String type) {
        assertThatThrownBy(() -> verifier.verify(token).await())
                .isInstanceOfSatisfying(
                        Failure.Unauthenticated.class,
                        failure -> assertThat(failure.type()).isEqualTo(type));
    }
}
