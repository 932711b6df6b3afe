package io.loomi.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.local.GatewayClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A signed-in customer who repeats a request with the same key until its outcome is known. */
record Payer(GatewayClient bank, String id, String token) {

    /** Registers and signs in. Repeats a request that load shedding refused. */
    static Payer of(GatewayClient bank, String email) {
        Answer registered = untilNotShed(() -> bank.register(email));
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        Answer signedIn = untilNotShed(() -> bank.login(email));
        assertThat(signedIn.status()).as(signedIn.body()).isEqualTo(200);
        return new Payer(
                bank, registered.json().getString("id"), signedIn.json().getString("accessToken"));
    }

    private static Answer untilNotShed(Supplier<Answer> request) {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).until(request::get, answer -> answer.status() != 503);
    }

    /**
     * One request of a payer.
     *
     * @param balanceChange how it changes the sum of all balances, in cents
     */
    record Order(Payer payer, String body, String key, long balanceChange) {

        Answer send() {
            return payer.bank
                    .transactions()
                    .post("/api/transactions")
                    .as(payer.token)
                    .header("Idempotency-Key", key)
                    .json(body);
        }

        /** Sends the request until it is acknowledged: completed, deferred or declined. */
        Answer acknowledged() {
            for (; ; pause()) {
                Answer answer = send();
                if (isFinal(answer)) {
                    return answer;
                }
            }
        }

        /** Allows only failures that mean: nothing was done, the outcome is unknown, or the same request is still in progress. */
        private static boolean isFinal(Answer answer) {
            assertThat(answer.status()).as(answer.body()).isIn(201, 202, 409, 422, 502, 503, 504);
            if (answer.status() == 503) {
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            } else if (answer.status() >= 500) {
                assertThat(answer.json().getString("type"))
                        .isIn(
                                "urn:loomi:problem:outcome-unknown",
                                "urn:loomi:problem:bad-gateway",
                                "urn:loomi:problem:gateway-timeout");
            }
            return answer.status() < 500 && answer.status() != 409;
        }
    }

    Order credit(String amount, String key) {
        return new Order(this, body("credit", amount), key, cents(amount));
    }

    Order debit(String amount, String key) {
        return new Order(this, body("debit", amount), key, -cents(amount));
    }

    Order transfer(Payer recipient, String amount, String key) {
        String body =
                "{\"type\": \"transfer\", \"amount\": %s, \"recipientId\": \"%s\"}".formatted(amount, recipient.id());
        return new Order(this, body, key, 0);
    }

    private static String body(String type, String amount) {
        return "{\"type\": \"%s\", \"amount\": %s}".formatted(type, amount);
    }

    private static long cents(String amount) {
        return Long.parseLong(amount.replace(".", ""));
    }

    /** The think time of a customer. */
    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(25);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
