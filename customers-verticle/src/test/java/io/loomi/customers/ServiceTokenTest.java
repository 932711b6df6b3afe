package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.SERVICE_ID;
import static io.loomi.customers.CustomersBench.SERVICE_SECRET;
import static io.loomi.customers.CustomersBench.api;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services sign in. */
@Slow
class ServiceTokenTest {

    private static final String GRANT = "grant_type=client_credentials";

    @Test
    void acceptsCredentialsInTheForm() {
        Answer answer = token().form(GRANT + "&client_id=transactions&client_secret=" + encoded(SERVICE_SECRET));

        assertThat(answer).hasStatus(200).hasHeader("Cache-Control", "no-store");
        assertThat(answer.json().getString("tokenType")).isEqualTo("Bearer");
        assertThat(answer.json().getInteger("expiresIn")).isEqualTo(900);
        assertThat(claims(answer).getLong("exp") - claims(answer).getLong("iat"))
                .isEqualTo(900);
    }

    @Test
    void acceptsEncodedAndPlainCredentialsInTheHeader() {
        assertThat(basic(encoded(SERVICE_ID) + ":" + encoded(SERVICE_SECRET)).form(GRANT))
                .hasStatus(200);
        assertThat(basic(SERVICE_ID + ":" + SERVICE_SECRET).form(GRANT)).hasStatus(200);
    }

    @Test
    void refusesCredentialsSentTwice() {
        String good = "Basic "
                + Base64.getEncoder()
                        .encodeToString((SERVICE_ID + ":" + SERVICE_SECRET).getBytes(StandardCharsets.UTF_8));

        for (String second : new String[] {good, "Basic Z2FyYmFnZTp4"}) {
            assertThat(token().header("Authorization", good)
                            .header("Authorization", second)
                            .form(GRANT))
                    .isProblem(400, "invalid-request")
                    .hasViolationsAt("header/Authorization");
        }
        assertThat(token().form(GRANT + "&" + GRANT + "&client_id=a&client_secret=b"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/grant_type");
    }

    @Test
    void givesAServiceItsOwnIdAndRole() {
        JsonObject first = claims(serviceLogin());
        JsonObject second = claims(serviceLogin());

        assertThat(first.getJsonArray("roles")).containsExactly("service");
        assertThat(first.getJsonArray("permissions")).containsExactly("read:revocations", "read:users");
        assertThat(first.containsKey("sid")).isFalse();
        assertThat(UUID.fromString(first.getString("sub")).version()).isEqualTo(5);
        assertThat(second.getString("sub")).isEqualTo(first.getString("sub"));
        assertThat(second.getString("jti")).isNotEqualTo(first.getString("jti"));
    }

    @Test
    void keepsServicesOutOfCustomerOperations() {
        assertThat(api().get("/api/users/me").as(CustomersBench.serviceToken()).send())
                .isProblem(403, "missing-permission");
        assertThat(api().get("/api/users").as(CustomersBench.serviceToken()).send())
                .isProblem(403, "missing-permission");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GRANT,
                GRANT + "&client_id=transactions",
                GRANT + "&client_id=transactions&client_secret=",
                GRANT + "&client_id=transactions&client_secret=wrong",
                GRANT + "&client_id=customers&client_secret=service+secret+50%25+of+tests%2Bmore",
                GRANT + "&client_secret=service+secret+50%25+of+tests%2Bmore"
            })
    void refusesOtherCredentialsInTheForm(String form) {
        assertThat(token().form(form))
                .isProblem(401, "wrong-credentials")
                .hasHeader("WWW-Authenticate", "Basic realm=\"loomi\", charset=\"UTF-8\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactions:wrong", "transactions", ":", "transactions:%zz", "transactions:\u00ff", ""})
    void refusesOtherCredentialsInTheHeader(String credentials) {
        assertThat(basic(credentials).form(GRANT)).isProblem(401, "wrong-credentials");
        assertThat(token().header("Authorization", "Basic " + credentials).form(GRANT))
                .isProblem(401, "wrong-credentials");
    }

    @Test
    void refusesOtherGrants() {
        assertThat(token().form("grant_type=password&client_id=transactions&client_secret=x"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/grant_type");
        assertThat(token().form("client_id=transactions&client_secret=x"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/grant_type");
        assertThat(token().form(GRANT + "&scope=admin%3Ausers"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/scope");
    }

    @Test
    void refusesCredentialsInBothHeaderAndForm() {
        assertThat(basic(SERVICE_ID + ":" + SERVICE_SECRET).form(GRANT + "&client_id=transactions&client_secret=x"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/client_id", "#/client_secret");
    }

    @Test
    void ignoresUnknownFields() {
        assertThat(basic(SERVICE_ID + ":" + SERVICE_SECRET).form(GRANT + "&scope=read%3Ausers&audience=loomi"))
                .hasStatus(200);
    }

    private static Answer serviceLogin() {
        return basic(SERVICE_ID + ":" + SERVICE_SECRET).form(GRANT);
    }

    private static ContractClient.Call token() {
        return api().post("/api/auth/token");
    }

    private static ContractClient.Call basic(String credentials) {
        String header = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return token().header("Authorization", "Basic " + header);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonObject claims(Answer answer) {
        String payload = answer.json().getString("accessToken").split("\\.")[1];
        return new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }
}
