package io.loomi.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.contract.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.openapi.contract.OpenAPIContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The meaning of an operation's {@code security}. */
class AccessRuleTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void readsEntriesAsAlternatives() {
        AccessRule rule = rule("[{ bearer: ['read:a', 'read:b'] }, { bearer: ['admin:a'] }]");

        assertThat(rule.alternatives())
                .satisfiesExactlyInAnyOrder(
                        together -> assertThat(together).containsExactly("read:a", "read:b"),
                        alone -> assertThat(alone).containsExactly("admin:a"));
    }

    @Test
    void isOpenWithoutABearerEntry() {
        assertThat(rule("[]").alternatives()).isEmpty();
        assertThat(rule("[{ client: [] }, {}]").alternatives()).isEmpty();
    }

    @Test
    void refusesAContractWithAnAlternativeToTheToken() {
        assertThatThrownBy(() -> rule("[{ bearer: ['read:a'] }, {}]"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("readThings");
        assertThatThrownBy(() -> rule("[{ client: [] }, { bearer: ['read:a'] }]"))
                .isInstanceOf(IllegalStateException.class);
    }

    private static AccessRule rule(String security) {
        String contract = """
                openapi: 3.1.0
                info: { title: t, version: '1' }
                paths:
                  /things:
                    get:
                      operationId: readThings
                      security: %s
                      responses:
                        default: { description: any }
                components:
                  securitySchemes:
                    bearer: { type: http, scheme: bearer }
                    client: { type: http, scheme: basic }
                """.formatted(security);
        return AccessRule.of(OpenAPIContract.from(VERTX, Contract.parse(Buffer.buffer(contract)))
                .await()
                .operation("readThings"));
    }
}
