package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.newEmail;
import static io.loomi.customers.CustomersBench.register;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Customers register. */
@Slow
class RegistrationTest {

    @Test
    void registersACustomerAndHidesThePassword() {
        Answer answer = register("Ana Souza", "Ana.Souza@Example.com", PASSWORD);

        assertThat(answer).hasStatus(201).hasHeader("ETag", "\"v1\"");
        Assertions.assertThat(answer.header("Location")).endsWith(answer.json().getString("id"));
        Assertions.assertThat(answer.json().getString("email")).isEqualTo("ana.souza@example.com");
        Assertions.assertThat(answer.json().getString("status")).isEqualTo("active");
        Assertions.assertThat(answer.json().getJsonArray("roles")).containsExactly("user");
        Assertions.assertThat(answer.body()).doesNotContain("password", "argon2");
    }

    @Test
    void refusesATakenEmailInAnyCase() {
        String email = newEmail();
        register("First", email, PASSWORD);

        assertThat(register("Second", email.toUpperCase(java.util.Locale.ROOT), PASSWORD))
                .isProblem(409, "email-taken");
    }

    @Test
    void reportsAllViolations() {
        Answer answer = api().post("/api/users").json("""
                        {"name": "", "email": 5, "roles": ["admin"], "id": "x"}""");

        assertThat(answer)
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/name", "#/email", "#/password", "#/roles", "#/id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x@deleted.invalid", "x@external.INVALID", "x@some.ｉnvalid", "x@invalid"})
    void refusesPlaceholderAddresses(String email) {
        assertThat(register("Ana", email, PASSWORD))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "PassWord1", "12345678", "iloveyou", "ｐａｓｓｗｏｒｄ"})
    void refusesCommonPasswords(String password) {
        assertThat(register("Ana", newEmail(), password))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/password");
    }

    @Test
    void requiresNoKindsOfCharacters() {
        assertThat(register("Ana", newEmail(), "aaaa bbbb cccc")).hasStatus(201);
    }

    @Test
    void keepsEmojiAndRightToLeftTextByteForByte() {
        String name = "Zoë 😀 שלום مرحبا";

        Assertions.assertThat(register(name, newEmail(), PASSWORD).body()).contains('"' + name + '"');
    }
}
