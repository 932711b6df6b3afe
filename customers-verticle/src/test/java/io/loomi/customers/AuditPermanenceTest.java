package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.AuditReading.about;
import static io.loomi.customers.AuditReading.actions;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.loomi.common.testing.Slow;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Audit records are permanent, except for the personal data of erased customers. */
@Slow
class AuditPermanenceTest {

    @Test
    void cannotBeChangedEvenByTheDatabasesOwner() {
        UUID ana = UUID.fromString(customer("Ana").id());
        for (String change : List.of(
                "UPDATE audit SET action = 'signed-in' WHERE subject = $1",
                "UPDATE audit SET address = NULL, user_agent = NULL WHERE subject = $1",
                "DELETE FROM audit WHERE subject = $1")) {
            assertThatThrownBy(() -> CustomersBench.sql(change, Tuple.of(ana)))
                    .as(change)
                    .hasMessageContaining("append-only");
        }
        assertThatThrownBy(() -> CustomersBench.sql("TRUNCATE audit", Tuple.tuple()))
                .hasMessageContaining("append-only");
    }

    @Test
    void removesTheOriginsOfAnErasedCustomer() {
        SignedIn ana = SignedIn.newCustomer();
        String id = ana.customer().id();
        login(ana.customer().email(), "wrong password");
        assertThat(ana.call("DELETE", "/api/users/me").send()).hasStatus(204);

        await().untilAsserted(() -> assertThat(withOrigin(id)).isZero());
        assertThat(actions(about(id))).contains("user-erased", "session-ended", "signed-in", "sign-in-refused");
        assertThatThrownBy(() -> CustomersBench.sql(
                        "UPDATE audit SET actor = NULL WHERE subject = $1", Tuple.of(UUID.fromString(id))))
                .hasMessageContaining("append-only");
    }

    @Test
    void removesTheOriginsOfManyRecordsInBatches() {
        SignedIn ana = SignedIn.newCustomer();
        String id = ana.customer().id();
        CustomersBench.sql(
                "SELECT add_audit_record('sign-in-refused', $1, NULL, '{}', NULL) FROM generate_series(1, 2500)"
                        + " WHERE set_audit_context('{\"address\": \"192.0.2.9\"}')",
                Tuple.of(UUID.fromString(id)));

        assertThat(ana.call("DELETE", "/api/users/me").send()).hasStatus(204);

        await().untilAsserted(() -> assertThat(withOrigin(id)).isZero());
    }

    @Test
    void removesOriginsWrittenDuringTheErasure() {
        SignedIn ana = SignedIn.newCustomer();
        UUID id = UUID.fromString(ana.customer().id());
        assertThat(ana.call("DELETE", "/api/users/me").send()).hasStatus(204);
        await().untilAsserted(() -> assertThat(withOrigin(id.toString())).isZero());

        CustomersBench.sql(
                "SELECT add_audit_record('sign-in-refused', $1, NULL, '{}', NULL) WHERE set_audit_context('{\"address\": \"192.0.2.9\"}')",
                Tuple.of(id));
        CustomersBench.sql(
                "UPDATE erasures SET erased_at = erased_at - interval '1 minute', due_at = due_at - interval '1 minute'"
                        + " WHERE user_id = $1",
                Tuple.of(id));

        await().untilAsserted(() -> assertThat(withOrigin(id.toString())).isZero());
    }

    private static long withOrigin(String customer) {
        return CustomersBench.sql(
                        "SELECT count(*) FROM audit WHERE (actor = $1::uuid::text OR subject = $1)"
                                + " AND (address IS NOT NULL OR user_agent IS NOT NULL)",
                        Tuple.of(UUID.fromString(customer)))
                .iterator()
                .next()
                .getLong(0);
    }
}
