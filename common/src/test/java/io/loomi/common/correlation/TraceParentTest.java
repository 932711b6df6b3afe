package io.loomi.common.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trace goes on where the caller's ended, and starts anew where it was broken. */
class TraceParentTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void keepsTheTraceAndItsFlagsUnderASpanOfItsOwn() {
        TraceParent trace = TraceParent.from("00-" + TRACE + "-" + SPAN + "-01");

        assertThat(trace.next())
                .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                .doesNotContain(SPAN)
                .isNotEqualTo(trace.next());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-extra",
                "01-" + TRACE + "-" + SPAN + "-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "-" + SPAN + "-01\r\nX-Evil: 1",
                "00-" + TRACE + "-" + SPAN + "-01\n",
                "00-\u0660af7651916cd43dd8448eb211c80319c-" + SPAN + "-01"
            })
    void startsAnewFromWhatIsNotATrace(String sent) {
        assertThat(TraceParent.from(sent).next())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                .doesNotContain(TRACE);
    }
}
