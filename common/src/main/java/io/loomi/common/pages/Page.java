package io.loomi.common.pages;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A keyset page.
 *
 * @param nextCursor requests the next page; null on the last page
 */
public record Page<T>(
        List<T> data, boolean hasMore, @Nullable String nextCursor) {

    /**
     * Creates a page of up to {@code limit} items from a query that selected one more.
     *
     * @param position returns the keyset position of an item, after which the next page starts
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
