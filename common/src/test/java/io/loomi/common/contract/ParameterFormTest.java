package io.loomi.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.loomi.common.parsing.QueryString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parameter accepts numbers and ids only in the form that the controllers parse. */
class ParameterFormTest {

    private static final String ID = "01a20dd8-b25c-74fb-8569-c7796bd6ef6d";

    /** Never called: none of these parameters is a header. */
    private static final HttpServerRequest REQUEST = (HttpServerRequest) Proxy.newProxyInstance(
            ParameterFormTest.class.getClassLoader(), new Class<?>[] {HttpServerRequest.class}, (_, _, _) -> null);

    private static final RequestCheck CHECK = new RequestCheck(
            Contract.of(Buffer.buffer("""
            openapi: 3.1.0
            info: { title: t, version: '1' }
            paths:
              /things/{thing}:
                get:
                  operationId: find
                  parameters:
                    - { name: thing, in: path, required: true, schema: { type: string, format: uuid } }
                    - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
                    - { name: least, in: query, schema: { type: number, minimum: -5 } }
                    - { name: id, in: query, schema: { type: string, format: uuid } }
                  responses:
                    default: { description: any }
            components: {}
            """)).model().operations().getFirst());

    @ParameterizedTest
    @ValueSource(strings = {"5.", ".5e1", "5.0", "5e0", "+5", "05", "\u0665", "-0x1", "5 ", "", "1_0"})
    void acceptsIntegersInOneFormOnly(String text) {
        refuses("limit", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.", ".5", "+5", "05", "\u0665", "1e", "NaN", "-5.01"})
    void refusesNumbersThatAreNotJson(String text) {
        refuses("least", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "0.50", "1e2", "1E-2"})
    void acceptsEveryFormOfJsonNumbers(String text) {
        check(ID, "least", text);
    }

    @Test
    void acceptsUuidsInPlainFormOnly() {
        check(ID, "id", ID.toUpperCase(Locale.ROOT));
        refuses("id", "urn:uuid:" + ID);
        assertThatThrownBy(() -> check("urn:uuid:" + ID, "id", ID)).isInstanceOf(Failure.Invalid.class);
    }

    private static void refuses(String name, String text) {
        assertThatThrownBy(() -> check(ID, name, text))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        refused -> assertThat(refused.violations())
                                .singleElement()
                                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("query/" + name)));
    }

    private static void check(String thing, String name, String text) {
        QueryString query = new QueryString(Map.of(name, text), Set.of());
        CHECK.check(REQUEST, query, Map.of("thing", thing), Buffer.buffer());
    }
}
