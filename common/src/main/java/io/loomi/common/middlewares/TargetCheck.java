package io.loomi.common.middlewares;

import io.loomi.common.errors.Failure;
import io.loomi.common.parsing.MalformedForm;
import io.loomi.common.parsing.StrictForm;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;

/**
 * Refuses a path or a query that is not percent-encoded UTF-8. Vert.x decodes them in many places, and would throw its
 * own exceptions or replace characters there. Also refuses two Host headers (RFC 9112, 3.2).
 */
public final class TargetCheck implements PlatformHandler {

    private static final String ENCODED = "must be percent-encoded UTF-8";
    private static final String WITHOUT_NUL = ENCODED + " without NUL"; // files and path parameters have none

    @Override
    public void handle(RoutingContext context) {
        String target = context.request().uri();
        if (context.request().headers().getAll(HttpHeaders.HOST).size() > 1) {
            context.fail(new Failure.Invalid("header/Host", "must be sent once"));
        } else if (isPlain(target)) {
            context.next();
        } else {
            check(context, target);
        }
    }

    private static void check(RoutingContext context, String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        if (!isEncoded(path) || path.contains("%00")) {
            context.fail(new Failure.Invalid("path", WITHOUT_NUL));
        } else if (question >= 0 && !isEncoded(target.substring(question + 1))) {
            context.fail(new Failure.Invalid("query", ENCODED));
        } else {
            context.next();
        }
    }

    /** Whether nothing has to be decoded, as in most requests. */
    private static boolean isPlain(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '%' || !isVisible(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEncoded(String part) {
        try {
            StrictForm.decode(part);
            return part.chars().allMatch(TargetCheck::isVisible);
        } catch (MalformedForm malformed) {
            return false;
        }
    }

    /** URIs contain only visible ASCII characters (RFC 3986). */
    private static boolean isVisible(int c) {
        return c > ' ' && c < 0x7f;
    }
}
