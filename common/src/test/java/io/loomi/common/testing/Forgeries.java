package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Forged tokens by name, each sent over HTTP to a service that must refuse it. */
public abstract class Forgeries extends ForgedClaims {

    private static final int HALF = 32;

    @Test
    void truncated() {
        String token = goodToken();
        for (int length : new int[] {token.length() - 1, token.length() - 20, token.lastIndexOf('.'), 40, 1}) {
            refuses(token.substring(0, length));
        }
    }

    @Test
    void emptySignature() {
        String token = goodToken();
        refuses(token.substring(0, token.lastIndexOf('.') + 1));
    }

    @Test
    void signatureOfAnotherKey() {
        refuses(TokenForge.create().signed(header(), goodClaims()));
    }

    @Test
    void signatureOfAnotherToken() {
        String other =
                trusted().signed(goodClaims().put("jti", UUID.randomUUID().toString()));
        refuses(content(goodToken()) + "." + signature(other));
    }

    @Test
    void changedClaims() {
        String token = goodToken();
        String claims = TokenForge.encoded(goodClaims()
                .put("permissions", new JsonArray().add("admin:users").add("admin:transactions"))
                .encode());
        refuses(token.substring(0, token.indexOf('.')) + "." + claims + "." + signature(token));
    }

    @Test
    void signatureInDerForm() {
        String token = goodToken();
        byte[] raw = Base64.getUrlDecoder().decode(signature(token));
        refuses(content(token) + "." + base64(der(raw)));
    }

    @Test
    void signatureOfZeros() {
        byte[] raw = Base64.getUrlDecoder().decode(signature(goodToken()));
        byte[] withoutR = raw.clone();
        Arrays.fill(withoutR, 0, HALF, (byte) 0);
        byte[] withoutS = raw.clone();
        Arrays.fill(withoutS, HALF, raw.length, (byte) 0);

        for (byte[] signature : new byte[][] {new byte[raw.length], withoutR, withoutS}) {
            refuses(content(goodToken()) + "." + base64(signature));
        }
    }

    @Test
    void signatureThatIsPaddedOrInTheOtherAlphabet() {
        String token = goodToken();
        refuses(token + "=");
        refuses(token + "==");
        refuses(token.replaceFirst("\\.", "=."));
    }

    @Test
    void moreAndFewerPartsThanThree() {
        String token = goodToken();
        refuses(token + ".");
        refuses(token + ".e30");
        refuses("." + token);
        refuses("...");
    }

    @Test
    void refreshTokenAsAnAccessToken() {
        refuses(refreshToken());
    }

    @Test
    void serviceTokenForACustomersData() {
        assertThat(show(serviceToken())).isProblem(403, "missing-permission");
    }

    @Test
    void serviceTokenWithACustomersPermissions() {
        JsonObject claims = without(goodClaims(), "sid");
        refuses(trusted().signed(claims.copy().put("roles", new JsonArray().add("service"))));
        refuses(trusted().signed(claims.copy().put("client_id", "transactions")));
        refuses(trusted()
                .signed(claims.copy().put("client_id", "transactions").put("roles", new JsonArray().add("service"))));
    }

    /** Encodes a SEQUENCE of two INTEGER. */
    private static byte[] der(byte[] raw) {
        byte[] r = new BigInteger(1, Arrays.copyOfRange(raw, 0, HALF)).toByteArray();
        byte[] s = new BigInteger(1, Arrays.copyOfRange(raw, HALF, raw.length)).toByteArray();
        byte[] der = new byte[6 + r.length + s.length];
        der[0] = 0x30;
        der[1] = (byte) (der.length - 2);
        der[2] = 0x02;
        der[3] = (byte) r.length;
        System.arraycopy(r, 0, der, 4, r.length);
        der[4 + r.length] = 0x02;
        der[5 + r.length] = (byte) s.length;
        System.arraycopy(s, 0, der, 6 + r.length, s.length);
        return der;
    }
}
