package io.loomi.local;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasure reaches the ledger, which keeps the amounts. */
@Slow
class ErasureTest {

    @TempDir
    private static Path data;

    @Test
    void erasesDescriptionsFromTheLedger() {
        try (BankRun run = BankRun.on(data)) {
            GatewayClient bank = run.client();
            bank.register("lia@example.com");
            bank.register("rui@example.com");
            String lia = bank.signIn("lia@example.com");
            String rui = bank.signIn("rui@example.com");
            bank.credit(lia, "10.00");
            assertThat(bank.transactions().post("/api/transactions").as(lia).json("""
                            {"type": "transfer", "amount": 2.5, "recipientEmail": "rui@example.com",
                             "description": "Love, Lia"}"""))
                    .hasStatus(201);
            assertThat(descriptions(bank, rui)).containsExactly("Love, Lia");

            Answer refused = leave(bank, lia);
            assertThat(refused).isProblem(409, "account-not-empty");
            assertThat(refused.body()).contains("\"balance\":7.50", "\"held\":0.00", "\"pending\":0");
            String hold = hold(bank, lia, "7.50");
            assertThat(leave(bank, lia).body()).contains("\"held\":7.50", "\"pending\":1");
            assertThat(bank.transactions()
                            .post("/api/transactions/" + hold + "/capture")
                            .as(lia)
                            .json("{}"))
                    .hasStatus(200);

            assertThat(leave(bank, lia)).hasStatus(204);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(descriptions(bank, rui)).containsOnlyNulls());
            assertThat(bank.account(rui).body()).contains("\"balance\":2.50,");
            assertThat(transferBack(bank, rui)).isProblem(422, "unknown-recipient");
            assertThat(bank.customers().get("/api/users/me/export").as(rui).send())
                    .hasStatus(200);
            assertThat(bank.customers().get("/api/audit").as(rui).send()).isProblem(403, "missing-permission");
        }
    }

    private static Answer leave(GatewayClient bank, String token) {
        return bank.customers().delete("/api/users/me").as(token).send();
    }

    private static String hold(GatewayClient bank, String token, String amount) {
        Answer held = bank.transactions()
                .post("/api/transactions")
                .as(token)
                .json("{\"type\": \"debit\", \"amount\": %s, \"capture\": false}".formatted(amount));
        assertThat(held).hasStatus(201);
        return held.json().getString("id");
    }

    private static Answer transferBack(GatewayClient bank, String token) {
        return bank.transactions()
                .post("/api/transactions")
                .as(token)
                .json("{\"type\": \"transfer\", \"amount\": 1, \"recipientEmail\": \"lia@example.com\"}");
    }

    private static List<String> descriptions(GatewayClient bank, String token) {
        Answer page = bank.transactions().get("/api/transactions").as(token).send();
        return page.json().getJsonArray("data").stream()
                .map(row -> ((JsonObject) row).getString("description"))
                .toList();
    }
}
