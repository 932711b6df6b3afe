package io.loomi.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitMessageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Port 3001 is in use.                                                         | Port 3001 is in use.
        one\\n  two  \\n\\n                                                              | two
        java.lang.IllegalStateException: no heap\\n\\tat io.loomi.A.b(A.java:1)\\n\\t... 3 more | no heap
        Exception in thread "main" x.Broken: first\\n\\tat a.B.c(D.java:1)\\nCaused by: java.net.BindException: Address already in use\\n\\tat a.B.c(D.java:2)\\n\\t... 12 more | Address already in use
        Error: Could not find or load main class a.B\\nCaused by: java.lang.ClassNotFoundException: a.B | a.B
        ''                                                                           | it said nothing.
        """)
    void areTheSentenceAndNotWhereItCameFrom(String output, String words) {
        assertThat(ExitMessage.of(output.translateEscapes())).isEqualTo(words);
    }
}
