package io.loomi.common.pages;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page is requested.
 *
 * @param limit the maximum number of items, 1 to 100
 * @param filters the filters of the items, by parameter name
 * @param after the position after which to start, empty for the first page
 */
public record PageRequest(int limit, Map<String, String> filters, Optional<String> after) {

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final String DEFAULT_LIMIT = "20";

    /**
     * Reads the page from query parameters that have passed the contract check. A cursor keeps its filters; filters
     * sent with it must be equal.
     *
     * @throws Failure.Invalid if the cursor is not valid, or the filters differ
     */
    public static PageRequest from(Map<String, String> query) {
        Map<String, String> filters = new TreeMap<>(query);
        int limit = Integer.parseInt(Optional.ofNullable(filters.remove(LIMIT)).orElse(DEFAULT_LIMIT));
        @Nullable String cursor = filters.remove(CURSOR);
        if (cursor == null) {
            return new PageRequest(limit, Map.copyOf(filters), Optional.empty());
        }
        Cursor decoded = Cursor.decode(cursor);
        if (!filters.isEmpty() && !filters.equals(decoded.filters())) {
            throw new Failure.Invalid(
                    List.of(new Violation("query/" + CURSOR, "belongs to other filters: start without it")));
        }
        return new PageRequest(limit, decoded.filters(), Optional.of(decoded.after()));
    }

    public Optional<String> filter(String name) {
        return Optional.ofNullable(filters.get(name));
    }

    /**
     * A filter as a value that checks its own rules.
     *
     * @throws Failure.Invalid with the value's message, if it throws an IllegalArgumentException
     */
    public <T> Optional<T> value(String name, Function<String, T> of) {
        return filter(name).map(text -> {
            try {
                return of.apply(text);
            } catch (IllegalArgumentException refused) {
                if (after.isPresent()) {
                    throw invalidCursor(); // the value came from the cursor, which the contract does not check
                }
                throw new Failure.Invalid("query/" + name, String.valueOf(refused.getMessage()));
            }
        });
    }

    String cursorAfter(String position) {
        return new Cursor(filters, position).encode();
    }

    /** The failure for a malformed cursor or position. */
    public static Failure.Invalid invalidCursor() {
        return new Failure.Invalid("query/" + CURSOR, "is not a cursor of this service");
    }
}
