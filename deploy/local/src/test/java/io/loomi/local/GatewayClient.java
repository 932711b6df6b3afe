package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Calls the bank through its gateway as a customer. Checks every answer against the contract of its service. */
public final class GatewayClient {

    /** The password of all customers. */
    public static final String PASSWORD = "correct horse";

    private final ContractClient customers;
    private final ContractClient transactions;

    public GatewayClient(int port) {
        URI gateway = URI.create("http://127.0.0.1:" + port);
        this.customers = new ContractClient("customers", gateway);
        this.transactions = new ContractClient("transactions", gateway);
    }

    public ContractClient customers() {
        return customers;
    }

    public ContractClient transactions() {
        return transactions;
    }

    /** Registers; tries again after a 503, because a busy machine may hash the password too late for the request. */
    public Answer register(String email) {
        return untilAvailable(() -> customers
                .post("/api/users")
                .json("{\"name\": \"Ana Souza\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD)));
    }

    public Answer login(String email) {
        return customers
                .post("/api/auth/login")
                .json("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD));
    }

    /** Signs in; tries again after a 503, as {@link #register} does. */
    public String signIn(String email) {
        Answer answer = untilAvailable(() -> login(email));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().getString("accessToken");
    }

    private static Answer untilAvailable(Supplier<Answer> request) {
        Answer first = request.get();
        return isToRetry(first)
                ? Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(request::get, answer -> !isToRetry(answer))
                : first;
    }

    /** A 503 without Retry-After is a final answer. */
    private static boolean isToRetry(Answer answer) {
        return answer.status() == 503
                && answer.headers().firstValue("Retry-After").isPresent();
    }

    public Answer refresh(String token) {
        return customers.post("/api/auth/refresh").json("{\"refreshToken\": \"%s\"}".formatted(token));
    }

    public Answer credit(String token, String amount) {
        return post(token, "credit", amount);
    }

    public Answer debit(String token, String amount) {
        return post(token, "debit", amount);
    }

    public Answer transfer(String token, String recipientEmail, String amount) {
        return post(
                token,
                "{\"type\": \"transfer\", \"amount\": %s, \"recipientEmail\": \"%s\"}"
                        .formatted(amount, recipientEmail));
    }

    private Answer post(String token, String type, String amount) {
        return post(token, "{\"type\": \"%s\", \"amount\": %s}".formatted(type, amount));
    }

    private Answer post(String token, String json) {
        return transactions.post("/api/transactions").as(token).json(json);
    }

    public Answer account(String token) {
        return transactions.get("/api/accounts/me").as(token).send();
    }
}
