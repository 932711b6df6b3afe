package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.customers.entities.RefreshToken;
import io.loomi.customers.entities.TokenFamily;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefreshTokensTest {

    private static final SigningKey KEY = SigningKey.generate();
    private static final UUID SESSION = UUID.randomUUID();

    private final RefreshTokens tokens = new RefreshTokens(new SigningKeys(List.of(KEY)));
    private final String secret = tokens.newSecret();

    @Test
    void derivesTheSameTokenOnlyFromTheSameInput() {
        RefreshToken token = tokens.derive(SESSION, secret, 1);

        assertThat(tokens.derive(SESSION, secret, 1)).isEqualTo(token);
        assertThat(List.of(
                        tokens.derive(SESSION, secret, 2),
                        tokens.derive(UUID.randomUUID(), secret, 1),
                        tokens.derive(SESSION, tokens.newSecret(), 1),
                        new RefreshTokens(new SigningKeys(List.of(SigningKey.generate()))).derive(SESSION, secret, 1)))
                .extracting(other -> other.text().substring(28))
                .doesNotContain(token.text().substring(28));
        assertThat(token.toString()).doesNotContain(token.text());
    }

    @Test
    void parsesItsOwnTokens() {
        RefreshToken token = tokens.derive(SESSION, secret, 7);

        assertThat(RefreshToken.read(token.text())).contains(token);
        assertThat(RefreshToken.read(token.text() + "A")).isEmpty();
        assertThat(RefreshToken.read("")).isEmpty();
    }

    @Test
    void recognizesItsTokensAfterAKeyRotation() {
        TokenFamily family = family(3);

        RefreshTokens rotated = new RefreshTokens(new SigningKeys(List.of(SigningKey.generate(), KEY)));

        assertThat(rotated.current(tokens.derive(SESSION, secret, 2), family))
                .contains(tokens.derive(SESSION, secret, 3));
        assertThat(RefreshTokens.wasCurrent(tokens.derive(SESSION, secret, 2), family))
                .isTrue();
    }

    @Test
    void acceptsTheCurrentTokenWithoutItsKeyButCannotDeriveIt() {
        TokenFamily family = family(3);

        RefreshTokens other = new RefreshTokens(new SigningKeys(List.of(SigningKey.generate())));

        assertThat(RefreshTokens.isCurrent(tokens.derive(SESSION, secret, 3), family))
                .isTrue();
        assertThat(other.current(tokens.derive(SESSION, secret, 2), family)).isEmpty();
    }

    @Test
    void derivesTheCurrentTokenAgainOnlyForACompleteToken() {
        TokenFamily family = family(3);
        byte[] proof = tokens.derive(SESSION, secret, 2).proof();
        Arrays.fill(proof, 0, proof.length / 2, (byte) 0);
        RefreshToken half = RefreshToken.of(SESSION, 2, proof);

        assertThat(RefreshTokens.wasCurrent(half, family)).isTrue();
        assertThat(tokens.current(half, family)).isEmpty();
    }

    @Test
    void recognizesAnEarlierTokenAfterItsKeyWasRemoved() {
        TokenFamily family = family(3);
        RefreshToken earlier = tokens.derive(SESSION, secret, 2);
        RefreshToken guessed = RefreshToken.of(SESSION, 2, new byte[32]);
        RefreshToken renumbered = RefreshToken.of(SESSION, 1, earlier.proof());

        assertThat(RefreshTokens.wasCurrent(earlier, family)).isTrue();
        assertThat(RefreshTokens.wasCurrent(guessed, family)).isFalse();
        assertThat(RefreshTokens.wasCurrent(renumbered, family)).isFalse();
        assertThat(RefreshTokens.wasCurrent(tokens.derive(SESSION, tokens.newSecret(), 2), family))
                .isFalse();
    }

    @Test
    void refusesTokensNotYetIssued() {
        TokenFamily family = family(3);

        assertThat(RefreshTokens.wasCurrent(tokens.derive(SESSION, secret, 4), family))
                .isFalse();
        assertThat(RefreshTokens.wasCurrent(tokens.derive(SESSION, secret, 3), family))
                .isFalse();
        assertThat(RefreshTokens.isCurrent(tokens.derive(SESSION, secret, 4), family))
                .isFalse();
    }

    private TokenFamily family(int generation) {
        return RefreshTokens.family(secret, tokens.derive(SESSION, secret, generation), Instant.EPOCH);
    }
}
