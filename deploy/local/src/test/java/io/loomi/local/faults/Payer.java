package io.loomi.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.local.GatewayClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Somebody who comes to the bank's front door with a token, and comes again with the same key until they are told what came of it. */
record Payer(GatewayClient bank, String id, String token) {

    /** Registered, and signed in; comes again, as it is told, while too many do so at the same time. */
    static Payer of(GatewayClient bank, String email) {
        Answer registered = untilThereIsRoom(() -> bank.register(email));
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        Answer signedIn = untilThereIsRoom(() -> bank.login(email));
        assertThat(signedIn.status()).as(signedIn.body()).isEqualTo(200);
        return new Payer(
                bank, registered.json().getString("id"), signedIn.json().getString("accessToken"));
    }

    private static Answer untilThereIsRoom(Supplier<Answer> request) {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).until(request::get, answer -> answer.status() != 503);
    }

    /**
     * One request.
     *
     * @param moves what it brings to the bank when it is done, in cents
     */
    record Order(Payer payer, String body, String key, long moves) {

        Answer send() {
            return payer.bank
                    .transactions()
                    .post("/api/transactions")
                    .as(payer.token)
                    .header("Idempotency-Key", key)
                    .json(body);
        }

        /** Until it is acknowledged: done, accepted for later, or declined. */
        Answer acknowledged() {
            for (; ; pause()) {
                Answer answer = send();
                if (isFinal(answer)) {
                    return answer;
                }
            }
        }

        /**
         * The only failures that may be answered are that nothing was done, that nobody knows, and that the same request is still
         * in progress.
         */
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

    /** As people do between two thoughts. */
    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(25);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
