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
 * Tells an answer of customers from that of something else at its address, such as the default page of a proxy: somebody who is
 * unknown is refused for good, so only customers itself may say so.
 */
final class CustomersResponse {

    private static final Logger LOG = LoggerFactory.getLogger(CustomersResponse.class);

    private static final String NO_SUCH_PATH = "There is nothing at this path.";

    private CustomersResponse() {}

    /** The same answer if customers gave it; fails with {@link Unreachable} otherwise. */
    static Future<HttpResponse<Buffer>> require(HttpResponse<Buffer> response) {
        return isOne(response) ? Future.succeededFuture(response) : notUnderstood("status " + response.statusCode());
    }

    static boolean isOne(HttpResponse<Buffer> response) {
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

    /** The type of the problem; empty when it is none of this bank, or only says that the address is wrong. */
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

    /** Fails as if it had not answered, so that it is asked again and the breaker counts it. */
    static <T> Future<T> notUnderstood(String cause) {
        LOG.atWarn().addKeyValue("cause", cause).log("Customers not understood");
        return Future.failedFuture(new Unreachable(cause));
    }
}
