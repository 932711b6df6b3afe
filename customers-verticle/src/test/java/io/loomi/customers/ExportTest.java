package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Customers export their data. */
@Slow
class ExportTest {

    @Test
    void exportsAllDataWithoutSecrets() {
        SignedIn ana = SignedIn.newCustomer();
        SignedIn.again(ana.customer());

        Answer answer = export(ana);

        assertThat(answer)
                .hasStatus(200)
                .hasHeader("Content-Disposition", "attachment; filename=\"loomi-export.json\"");
        JsonObject export = answer.json();
        assertThat(export.getJsonObject("profile").getString("email"))
                .isEqualTo(ana.customer().email());
        assertThat(export.getJsonArray("sessions")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(actions(export))
                .startsWith("user-registered")
                .contains("signed-in")
                .endsWith("data-exported");
        assertThat(answer.body()).doesNotContain("argon2", "secret", "token_hash");
    }

    @Test
    void recordsNoExportForAHeadRequest() {
        SignedIn ana = SignedIn.newCustomer();

        Answer head = ana.call("HEAD", "/api/users/me/export").send();

        assertThat(head)
                .hasStatus(200)
                .hasHeader("Content-Type", "application/json")
                .hasHeader("Content-Disposition", "attachment; filename=\"loomi-export.json\"");
        assertThat(actions(export(ana).json()).stream().filter("data-exported"::equals))
                .hasSize(1);
    }

    @Test
    void exportsAllOfManyRecords() {
        SignedIn ana = SignedIn.newCustomer();
        CustomersBench.sql(
                "SELECT add_audit_record('profile-changed', $1, NULL, '{}', NULL) FROM generate_series(1, 1000)",
                Tuple.of(UUID.fromString(ana.customer().id())));

        JsonObject export = export(ana).json();

        assertThat(actions(export).stream().filter("profile-changed"::equals)).hasSize(1000);
        Set<Object> ids = new HashSet<>();
        export.getJsonArray("audit").forEach(record -> ids.add(((JsonObject) record).getString("id")));
        assertThat(ids).hasSize(export.getJsonArray("audit").size());
    }

    @Test
    void hidesOtherActors() {
        SignedIn ana = SignedIn.newCustomer();
        UUID admin = UUID.randomUUID();
        CustomersBench.sql(
                "SELECT add_audit_record('profile-changed', $1, NULL, '{}', NULL) WHERE set_audit_context(jsonb_build_object('actor', $2::uuid, 'address', '192.0.2.77'))",
                Tuple.of(UUID.fromString(ana.customer().id()), admin));

        Answer answer = export(ana);

        assertThat(actions(answer.json())).contains("profile-changed");
        assertThat(answer.body()).doesNotContain(admin.toString(), "192.0.2.77");
    }

    private static Answer export(SignedIn session) {
        return session.call("GET", "/api/users/me/export").send();
    }

    private static List<String> actions(JsonObject export) {
        return export.getJsonArray("audit").stream()
                .map(record -> ((JsonObject) record).getString("action"))
                .toList();
    }
}
