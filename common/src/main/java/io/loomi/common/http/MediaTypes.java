package io.loomi.common.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a request sends and accepts JSON. */
final class MediaTypes {

    private static final String JSON = "application/json";

    private MediaTypes() {}

    static boolean isJson(HttpServerRequest request) {
        @Nullable String type = request.getHeader("Content-Type");
        if (type == null) {
            return false;
        }
        int parameters = type.indexOf(';');
        String name = parameters < 0 ? type : type.substring(0, parameters);
        boolean utf8 = parameters < 0
                || !type.contains("charset")
                || type.toLowerCase(Locale.ROOT).contains("utf-8");
        return utf8 && JSON.equalsIgnoreCase(name.strip());
    }

    static boolean acceptsJson(HttpServerRequest request) {
        @Nullable String accept = request.getHeader("Accept");
        return accept == null
                || accept.isBlank()
                || accept.contains("*/*")
                || accept.contains("application/*")
                || accept.contains(JSON);
    }
}
