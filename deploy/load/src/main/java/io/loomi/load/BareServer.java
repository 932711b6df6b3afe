package io.loomi.load;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;

/**
 * A baseline: Vert.x and its PostgreSQL client alone. {@code GET /user/id} answers a transaction with the same statement and
 * fields as the service, over one pipelined connection per event loop, without router, contract, token, correlation, metrics or
 * logs.
 */
public final class BareServer extends VerticleBase {

    private static final int EVENT_LOOPS = 2;
    private static final int PIPELINING_LIMIT = 64;
    private static final int ID_OFFSET = "/00000000-0000-0000-0000-000000000000/".length();

    private static final String FIND = "SELECT user_id, id, type, amount, description, status, failure_reason, "
            + "counterparty_id, transfer_id, reverses_id, captured_amount, expires_at, reversed_amount, sequence, "
            + "balance_after, correlation_id, created_at, updated_at, completed_at "
            + "FROM transactions WHERE user_id = $1 AND id = $2";

    private final Map<String, String> environment;
    private final SqlClient client;

    private BareServer(Vertx vertx, Map<String, String> environment) {
        this.environment = environment;
        this.client = PgBuilder.client()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(PgConnectOptions.fromUri(String.valueOf(environment.get("DATABASE_URL")))
                        .setCachePreparedStatements(true)
                        .setPipeliningLimit(PIPELINING_LIMIT))
                .using(vertx)
                .build();
    }

    public static void main(String... arguments) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        vertx.deployVerticle(
                        () -> new BareServer(vertx, System.getenv()), new DeploymentOptions().setInstances(EVENT_LOOPS))
                .await();
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(
                        Integer.parseInt(String.valueOf(environment.get("HTTP_PORT"))),
                        String.valueOf(environment.get("HTTP_HOST")));
    }

    private void answer(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        if (path.startsWith("/health")) {
            request.response().end();
            return;
        }
        client.preparedQuery(FIND)
                .execute(Tuple.of(
                        UUID.fromString(path.substring(1, ID_OFFSET - 1)), UUID.fromString(path.substring(ID_OFFSET))))
                .map(rows -> json(rows.iterator().next()))
                .onSuccess(json -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(json.toBuffer()))
                .onFailure(_ -> request.response().setStatusCode(500).end());
    }

    private static JsonObject json(Row row) {
        return new JsonObject()
                .put("id", row.getUUID("id").toString())
                .put("userId", row.getUUID("user_id").toString())
                .put("type", row.getString("type"))
                .put("amount", row.getBigDecimal("amount"))
                .put("description", row.getString("description"))
                .put("status", row.getString("status"))
                .put("sequence", row.getLong("sequence"))
                .put("balanceAfter", row.getBigDecimal("balance_after"))
                .put("createdAt", row.getOffsetDateTime("created_at").toString())
                .put("updatedAt", row.getOffsetDateTime("updated_at").toString())
                .put("completedAt", row.getOffsetDateTime("completed_at").toString());
    }
}
