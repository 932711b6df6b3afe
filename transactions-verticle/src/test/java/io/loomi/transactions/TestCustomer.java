package io.loomi.transactions;

import io.loomi.common.parsing.StrictJson;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;

/** A caller with a token, and the requests that they can send. */
public record TestCustomer(ContractClient api, UUID id, String token) {

    private static final String TRANSACTIONS = "/api/transactions";

    public Answer credit(String amount) {
        return post(body("credit", amount));
    }

    public Answer debit(String amount) {
        return post(body("debit", amount));
    }

    public Answer transfer(TestCustomer recipient, String amount) {
        return post(transferBody(recipient.id().toString(), amount));
    }

    /** @param recipient an id, or an e-mail address */
    public static String transferBody(String recipient, String amount) {
        return """
                {"type": "transfer", "amount": %s, "%s": "%s"}""".formatted(amount, recipient.contains("@") ? "recipientEmail" : "recipientId", recipient);
    }

    public static String body(String type, String amount) {
        return """
                {"type": "%s", "amount": %s}""".formatted(type, amount);
    }

    public Answer post(String json) {
        return posting().json(json);
    }

    public Answer post(String json, String key) {
        return posting().header("Idempotency-Key", key).json(json);
    }

    public ContractClient.Call posting() {
        return api.post(TRANSACTIONS).as(token);
    }

    /** The id of a new hold. */
    public String hold(String amount) {
        Answer answer = post("""
                {"type": "debit", "amount": %s, "capture": false}""".formatted(amount));
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().getString("id");
    }

    /** @param action capture, void or reversal */
    public ContractClient.Call on(String id, String action) {
        return api.post(TRANSACTIONS + "/" + id + "/" + action).as(token);
    }

    public Answer capture(String id, String json) {
        return on(id, "capture").json(json);
    }

    public Answer release(String id) {
        return on(id, "void").send();
    }

    public Answer reverse(String id, String json) {
        return on(id, "reversal").json(json);
    }

    public String held() {
        Map<?, ?> json = (Map<?, ?>) StrictJson.read(Buffer.buffer(account().body()));
        return String.valueOf(json.get("held"));
    }

    public Answer transaction(String id) {
        return api.get(TRANSACTIONS + "/" + id).as(token).send();
    }

    /** @param query with the question mark, or empty */
    public Answer history(String query) {
        return api.get(TRANSACTIONS + query).as(token).send();
    }

    /** The amounts on a page of history, exactly as written. */
    public List<String> amounts(String query) {
        return texts(history(query), "amount");
    }

    /** One field of each row of a page, with decimals exactly as written. */
    public static List<String> texts(Answer page, String field) {
        Assertions.assertThat(page.status()).as(page.body()).isEqualTo(200);
        Map<?, ?> json = (Map<?, ?>) StrictJson.read(Buffer.buffer(page.body()));
        return ((List<?>) json.get("data"))
                .stream()
                        .map(row -> String.valueOf(((Map<?, ?>) row).get(field)))
                        .toList();
    }

    public Answer account() {
        return api.get("/api/accounts/me").as(token).send();
    }

    /** The balance, exactly as written. */
    public String balance() {
        Map<?, ?> json = (Map<?, ?>) StrictJson.read(Buffer.buffer(account().body()));
        return String.valueOf(json.get("balance"));
    }

    public int rows() {
        JsonObject page = history("?limit=100").json();
        Assertions.assertThat(page.getBoolean("hasMore")).isFalse();
        return page.getJsonArray("data").size();
    }
}
