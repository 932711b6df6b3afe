package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.customers.entities.Password;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PasswordRulesTest {

    @Test
    void findsOnlyThePasswordsOfTheList() {
        PasswordRules rules = PasswordRules.of("alpha123\nbravo1\ncharlie9\n");

        assertThat(List.of("alpha123", "bravo1", "charlie9", "BRAVO1")).allMatch(text -> isCommon(rules, text));
        assertThat(List.of("alpha12", "alpha1234", "bravo", "0", "zulu", "bravo1\n", "alpha123\nbravo1"))
                .noneMatch(text -> isCommon(rules, text));
    }

    @Test
    void findsEveryCommonPassword() throws IOException {
        PasswordRules rules = PasswordRules.load();
        List<String> common = common();

        assertThat(common)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(text -> text.equals(text.toLowerCase(Locale.ROOT)));
        assertThat(common).allMatch(text -> isCommon(rules, text));
        assertThat(isCommon(rules, "correct horse battery")).isFalse();
    }

    private static boolean isCommon(PasswordRules rules, String text) {
        return rules.isCommon(new Password(text));
    }

    private static List<String> common() throws IOException {
        try (var file = PasswordRules.class.getResourceAsStream("/customers/common-passwords.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }
}
