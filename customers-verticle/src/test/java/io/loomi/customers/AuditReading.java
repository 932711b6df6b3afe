package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reads the audit as an administrator. */
final class AuditReading {

    private AuditReading() {}

    static List<JsonObject> about(String customer) {
        return records("subject=" + customer + "&limit=100");
    }

    static List<JsonObject> records(String query) {
        Answer answer = CustomersBench.api()
                .get("/api/audit?" + query)
                .as(CustomersBench.adminToken())
                .send();
        assertThat(answer).hasStatus(200);
        return answer.json().getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    static JsonObject first(List<JsonObject> records, String action) {
        return records.stream()
                .filter(record -> record.getString("action").equals(action))
                .findFirst()
                .orElseThrow();
    }

    static List<String> actions(List<JsonObject> records) {
        return records.stream().map(record -> record.getString("action")).toList();
    }
}
