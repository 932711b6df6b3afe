package io.loomi.common.tracing;

import io.vertx.core.spi.tracing.TagExtractor;
import org.jspecify.annotations.Nullable;

/** Cuts the query off the addresses that go into a span: it may hold e-mail addresses, and cursors that say much. */
record QueryRemover<T>(TagExtractor<T> tags) implements TagExtractor<T> {

    static <T> TagExtractor<T> of(TagExtractor<T> tags) {
        return new QueryRemover<>(tags);
    }

    @Override
    public int len(T source) {
        return tags.len(source);
    }

    @Override
    public String name(T source, int index) {
        return tags.name(source, index);
    }

    @Override
    public @Nullable String value(T source, int index) {
        @Nullable String value = tags.value(source, index);
        String name = tags.name(source, index);
        if (value == null || name.equals("url.query")) {
            return null; // and so no tag
        }
        int query = name.contains("url") ? value.indexOf('?') : -1;
        return query < 0 ? value : value.substring(0, query);
    }
}
