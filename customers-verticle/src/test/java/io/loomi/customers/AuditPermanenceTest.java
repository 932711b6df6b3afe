package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.AuditReading.about;
import static io.loomi.customers.AuditReading.actions;
import static io.loomi.customers.CustomersBench.login;
import static io.loomi.customers.CustomersBench.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is on record stays, and does not tell who somebody was once they are erased. */
class AuditPermanenceTest {

    @Test
    void cannotBeChangedEvenByTheDatabasesOwner() {
        UUID ana = UUID.fromString(person("Ana").id());
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
    void doesNotTellWhoSomebodyWasOnceTheyAreErased() {
        SignedIn ana = SignedIn.newPerson();
        String id = ana.person().id();
        login(ana.person().email(), "wrong password");
        assertThat(ana.call("DELETE", "/api/users/me").send()).hasStatus(204);

        List<JsonObject> records = about(id);

        assertThat(actions(records)).contains("person-erased", "session-ended", "signed-in", "sign-in-refused");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.getString("address")).isNull();
            assertThat(record.getString("userAgent")).isNull();
        });
        assertThatThrownBy(() -> CustomersBench.sql(
                        "UPDATE audit SET actor = NULL WHERE subject = $1", Tuple.of(UUID.fromString(id))))
                .hasMessageContaining("append-only");
    }
}
