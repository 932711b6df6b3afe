package io.loomi.local;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasure reaches the ledger, which keeps the amounts. */
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

            assertThat(bank.customers().delete("/api/users/me").as(lia).send()).hasStatus(204);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(descriptions(bank, rui)).containsOnlyNulls());
            assertThat(bank.account(rui).body()).contains("\"balance\":2.50,");
            assertThat(bank.customers().get("/api/users/me/export").as(rui).send())
                    .hasStatus(200);
            assertThat(bank.customers().get("/api/audit").as(rui).send()).isProblem(403, "missing-permission");
        }
    }

    private static List<String> descriptions(GatewayClient bank, String token) {
        Answer page = bank.transactions().get("/api/transactions").as(token).send();
        return page.json().getJsonArray("data").stream()
                .map(row -> ((JsonObject) row).getString("description"))
                .toList();
    }
}
