package io.loomi.common.testing;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions on responses, in the API's terms. */
public final class AnswerAssert extends AbstractAssert<AnswerAssert, Answer> {

    private AnswerAssert(Answer answer) {
        super(answer, AnswerAssert.class);
    }

    public static AnswerAssert assertThat(Answer answer) {
        return new AnswerAssert(answer);
    }

    public AnswerAssert hasStatus(int status) {
        Assertions.assertThat(actual.status()).as("status of %s", actual.body()).isEqualTo(status);
        return this;
    }

    /** Asserts a problem with this status and this last part of its type. */
    public AnswerAssert isProblem(int status, String type) {
        hasStatus(status);
        JsonObject problem = actual.json();
        Assertions.assertThat(actual.header("Content-Type")).isEqualTo("application/problem+json");
        Assertions.assertThat(problem.getString("type")).isEqualTo("urn:loomi:problem:" + type);
        Assertions.assertThat(problem.getInteger("status")).isEqualTo(status);
        Assertions.assertThat(problem.getString("correlationId")).isNotEmpty();
        return this;
    }

    /** Asserts violations at exactly these places, in any order. */
    public AnswerAssert hasViolationsAt(String... pointers) {
        List<String> found = actual.json().getJsonArray("errors").stream()
                .map(violation -> ((JsonObject) violation).getString("pointer"))
                .toList();
        Assertions.assertThat(found).containsExactlyInAnyOrder(pointers);
        return this;
    }

    public AnswerAssert hasHeader(String name, String value) {
        Assertions.assertThat(actual.headers().allValues(name)).containsExactly(value);
        return this;
    }
}
