package io.loomi.customers.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Test
    void comparesEmailAddressesWithoutRegardToCaseAfterNfkc() {
        assertThat(new EmailAddress(" Ana@Example.COM ")).isEqualTo(new EmailAddress("ana@example.com"));
        assertThat(new EmailAddress("ａｎａ@example.com").value()).isEqualTo("ana@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ana",
                "@example.com",
                "ana@",
                "a@b@c",
                "ana @example.com",
                "ana@example..com",
                "a\n@b.c",
                "a\u200B@b.c",
                "a\u202E@b.c",
                "a\u2028@b.c"
            })
    void refusesWhatIsNoEmailAddress(String text) {
        assertThatThrownBy(() -> new EmailAddress(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnEmailAddressThatIsTooLong() {
        assertThatThrownBy(() -> new EmailAddress("a@" + "b".repeat(253))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x@deleted.invalid", "x@invalid", "X@Some.Invalid"})
    void letsNobodyChooseAnAddressThatStandsInForOne(String text) {
        assertThatThrownBy(() -> EmailAddress.chosen(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(EmailAddress.chosen("ana@invalid.example").value()).isEqualTo("ana@invalid.example");
    }

    @Test
    void givesEachDeletedPersonAnAddressOfTheirOwn() {
        UUID id = UUID.randomUUID();

        assertThat(EmailAddress.ofDeleted(id).value()).isEqualTo(id + "@deleted.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë 😀", "שלום", "O'Neil-Smith", "李"})
    void takesNamesAsPeopleWriteThem(String name) {
        assertThat(new PersonName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "two\nlines", "tab\there", "\u00A0", "\u200B", "two\u2028lines"})
    void refusesNamesThatAreNone(String name) {
        assertThatThrownBy(() -> new PersonName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsCharactersAndNotHalvesOfThem() {
        assertThat(new PersonName("😀".repeat(255)).value()).hasSize(510);
        assertThatThrownBy(() -> new PersonName("😀".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Password.chosen("😀".repeat(7))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Password.chosen("a".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverPrintsAPasswordOrItsHash() {
        User user = User.registered(
                UUID.randomUUID(), new PersonName("Ana"), new EmailAddress("a@b.c"), Set.of(Role.USER), Instant.EPOCH);

        assertThat(Password.chosen("correct horse").toString()).doesNotContain("correct");
        assertThat(new Credentials(user, "$argon2id$hash").toString()).doesNotContain("argon2id");
    }

    @Test
    void hasAtLeastOneRole() {
        assertThatThrownBy(() -> User.registered(
                        UUID.randomUUID(), new PersonName("Ana"), new EmailAddress("a@b.c"), Set.of(), Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
