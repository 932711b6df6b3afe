package io.loomi.common.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @Test
    void isTheLastPageWhenNothingFollows() {
        Page<String> page = Page.of(List.of("a", "b"), PageRequest.from(Map.of("limit", "2")), item -> item);

        assertThat(page.hasMore()).isFalse();
        assertThat(page.nextCursor()).isNull();
    }

    @Test
    void continuesAfterItsLastItemWithTheSameFilters() {
        PageRequest first = PageRequest.from(Map.of("limit", "2", "type", "credit"));
        Page<String> page = Page.of(List.of("a", "b", "c"), first, item -> item);

        PageRequest second = PageRequest.from(Map.of("cursor", page.nextCursor()));

        assertThat(page.data()).containsExactly("a", "b");
        assertThat(second.after()).contains("b");
        assertThat(second.filter("type")).contains("credit");
        assertThat(second.limit()).isEqualTo(20);
    }

    @Test
    void refusesACursorWithOtherFilters() {
        PageRequest first = PageRequest.from(Map.of("limit", "1", "type", "credit"));
        String cursor = Page.of(List.of("a", "b"), first, item -> item).nextCursor();

        assertThat(PageRequest.from(Map.of("cursor", cursor, "type", "credit")).after())
                .contains("a");
        assertThatThrownBy(() -> PageRequest.from(Map.of("cursor", cursor, "type", "debit")))
                .isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "%%%",
                "bm90IGpzb24",
                "W10",
                "WzEsMl0",
                "ç",
                "W3sicSI6IlwwMDAifSwieCJd",
                "W3sicSI6Ilx1MDAwMCJ9LCJ4Il0"
            })
    void refusesAnInvalidCursor(String cursor) {
        assertThatThrownBy(() -> PageRequest.from(Map.of("cursor", cursor))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void namesTheWrongFilter() {
        PageRequest request = PageRequest.from(Map.of("from", "yesterday"));

        assertThatThrownBy(() -> request.value("from", java.time.Instant::parse))
                .isInstanceOf(java.time.format.DateTimeParseException.class);
        assertThatThrownBy(() -> request.value("from", Integer::valueOf))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        invalid -> assertThat(invalid.violations().getFirst().pointer())
                                .isEqualTo("query/from"));
    }
}
