package io.loomi.transactions.clients;

import io.loomi.common.errors.Problem;
import io.loomi.common.resilience.Unreachable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognizes responses of customers, as opposed to those of a proxy or another server at its address. An unknown customer is
 * refused for good, so only customers itself may report one.
 */
final class CustomersResponse {

    private static final Logger LOG = LoggerFactory.getLogger(CustomersResponse.class);

    private static final String NO_SUCH_PATH = "There is nothing at this path.";

    private CustomersResponse() {}

    /** Returns the response if it is from customers; otherwise fails with {@link Unreachable}. */
    static Future<HttpResponse<Buffer>> require(HttpResponse<Buffer> response) {
        return isFromCustomers(response)
                ? Future.succeededFuture(response)
                : notUnderstood("status " + response.statusCode());
    }

    static boolean isFromCustomers(HttpResponse<Buffer> response) {
        return response.statusCode() == 200 || isRefusal(response);
    }

    private static boolean isRefusal(HttpResponse<Buffer> response) {
        return switch (response.statusCode()) {
            case 400 -> problem(response).equals("invalid-request");
            case 401, 403 -> !problem(response).isEmpty();
            case 404 -> problem(response).equals("not-found");
            default -> false;
        };
    }

    /** The problem type; empty if it is not a problem of this bank, or only reports a wrong path. */
    private static String problem(HttpResponse<Buffer> response) {
        @Nullable String mediaType = response.getHeader("Content-Type");
        if (mediaType == null || !mediaType.startsWith(Problem.MEDIA_TYPE)) {
            return "";
        }
        try {
            JsonObject problem = Objects.requireNonNull(response.bodyAsJsonObject());
            String type = problem.getString("type", "");
            return type.startsWith(Problem.TYPE_PREFIX) && !NO_SUCH_PATH.equals(problem.getString("detail"))
                    ? type.substring(Problem.TYPE_PREFIX.length())
                    : "";
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    /** Fails as if no answer had come, so that the call is retried and the breaker counts it. */
    static <T> Future<T> notUnderstood(String cause) {
        LOG.atWarn().addKeyValue("cause", cause).log("Unexpected answer from customers");
        return Future.failedFuture(new Unreachable(cause));
    }
}
