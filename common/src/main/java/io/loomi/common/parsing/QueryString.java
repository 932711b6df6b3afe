package io.loomi.common.parsing;

import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, parsed like a form by {@link StrictForm}. Names are case-sensitive, only {@code &}
 * separates parameters, and a parameter without {@code =} is empty.
 *
 * @param values the first value of each name
 * @param repeated the names that occur more than once
 */
public record QueryString(Map<String, String> values, Set<String> repeated) {

    private static final int MAX_PARAMETERS = 100;
    private static final QueryString NONE = new QueryString(Map.of(), Set.of());

    /** @throws MalformedForm when it is not percent-encoded UTF-8, or has more than 100 parameters */
    public static QueryString of(HttpServerRequest request) {
        @Nullable String query = request.query();
        return query == null || query.isEmpty() ? NONE : parse(query);
    }

    private static QueryString parse(String query) {
        Map<String, String> values = new HashMap<>();
        Set<String> repeated = new TreeSet<>();
        String[] pairs = query.split("&", MAX_PARAMETERS + 1);
        if (pairs.length > MAX_PARAMETERS) {
            throw MalformedForm.text("must have at most " + MAX_PARAMETERS + " parameters");
        }
        for (String pair : pairs) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = StrictForm.decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : StrictForm.decode(pair.substring(equals + 1));
                if (values.putIfAbsent(name, value) != null) {
                    repeated.add(name);
                }
            }
        }
        return new QueryString(values, repeated);
    }
}
