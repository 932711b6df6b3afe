package io.loomi.common.pages;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A keyset page.
 *
 * @param nextCursor asks for the page after this one; null on the last
 */
public record Page<T>(
        List<T> data, boolean hasMore, @Nullable String nextCursor) {

    /**
     * Makes a page of up to {@code limit} items from a query that asked for one more.
     *
     * @param position the keyset position of an item: what the next page starts after
     */
    public static <T> Page<T> of(List<T> oneMore, PageRequest request, Function<T, String> position) {
        if (oneMore.size() <= request.limit()) {
            return new Page<>(List.copyOf(oneMore), false, null);
        }
        List<T> data = List.copyOf(oneMore.subList(0, request.limit()));
        return new Page<>(data, true, request.cursorAfter(position.apply(data.getLast())));
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(data.stream().map(change).toList(), hasMore, nextCursor);
    }
}
