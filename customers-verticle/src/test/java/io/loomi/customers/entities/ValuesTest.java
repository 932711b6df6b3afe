package io.loomi.customers.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.testing.DeceptiveText;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Test
    void ignoresCaseAndUnicodeFormOfEmailAddresses() {
        assertThat(new EmailAddress(" Ana@Example.COM ")).isEqualTo(new EmailAddress("ana@example.com"));
        assertThat(new EmailAddress("ａｎａ@example.com").value()).isEqualTo("ana@example.com");
    }

    @Test
    void hasOneCanonicalFormOfAnEmailAddress() {
        assertThat(new EmailAddress("J\u030C@example.com").value()).isEqualTo("\u01F0@example.com");
        assertThat(IntStream.range(0, Character.MAX_CODE_POINT)
                        .filter(Character::isUpperCase)
                        .boxed()
                        .flatMap(letter -> IntStream.rangeClosed(0x300, 0x36F)
                                .mapToObj(mark -> Character.toString(letter) + Character.toString(mark)))
                        .map(name -> new EmailAddress(name + "@example.com"))
                        .filter(address -> !new EmailAddress(address.value()).equals(address)))
                .isEmpty();
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
    void refusesInvalidEmailAddresses(String text) {
        assertThatThrownBy(() -> new EmailAddress(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnEmailAddressThatIsTooLong() {
        assertThatThrownBy(() -> new EmailAddress("a@" + "b".repeat(253))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x@deleted.invalid", "x@invalid", "X@Some.Invalid"})
    void refusesPlaceholderAddresses(String text) {
        assertThatThrownBy(() -> EmailAddress.parseNew(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(EmailAddress.parseNew("ana@invalid.example").value()).isEqualTo("ana@invalid.example");
    }

    @Test
    void givesEachDeletedCustomerAUniqueAddress() {
        UUID id = UUID.randomUUID();

        assertThat(EmailAddress.ofDeleted(id).value()).isEqualTo(id + "@deleted.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë 😀", "שלום", "O'Neil-Smith", "李"})
    void acceptsNamesOfAllScripts(String name) {
        assertThat(new PersonName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "two\nlines", "tab\there", "\u00A0", "\u200B", "two\u2028lines"})
    void refusesInvalidNames(String name) {
        assertThatThrownBy(() -> new PersonName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesInvisibleCharactersInNames() {
        assertThat(DeceptiveText.REFUSED)
                .allSatisfy(character -> assertThatThrownBy(() -> PersonName.parseNew(DeceptiveText.with(character)))
                        .isInstanceOf(IllegalArgumentException.class));
        assertThat(DeceptiveText.NEEDED)
                .allSatisfy(character -> assertThat(PersonName.parseNew(DeceptiveText.with(character))
                                .value())
                        .isEqualTo(DeceptiveText.with(character)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ana@example.com>",
                "mailto:ana@example.com",
                "ana,bia@example.com",
                "\"ana\"@example.com",
                "ana(work)@example.com",
                ".ana@example.com",
                "ana.@example.com",
                "a..b@example.com",
                "ana@localhost",
                "ana@-example.com",
                "ana@example-.com",
                "ana@exa!mple.com",
                "ana@exa_mple.com",
                "ana@[127.0.0.1]",
                "ana@127.0.0.1",
                "ana@ex!\u00FC.com"
            })
    void refusesNewAddressesThatCannotReceiveMail(String text) {
        assertThatThrownBy(() -> EmailAddress.parseNew(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsTheLengthOfAnAddress() {
        assertThatThrownBy(() -> EmailAddress.parseNew("ana@" + "b".repeat(64) + ".com"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmailAddress.parseNew("\u00E9".repeat(33) + "@example.com"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(EmailAddress.parseNew("a".repeat(64) + "@" + "b".repeat(63) + ".com")
                        .value())
                .hasSize(64 + 1 + 63 + 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o'neil+bank@example.com",
                "ana_b-c!#$%&*/=?^`{|}~@sub.example.co",
                "jos\u00E9@example.com",
                "a@1.example"
            })
    void acceptsUnusualValidAddresses(String text) {
        assertThat(EmailAddress.parseNew(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "ana@b\u00FCcher.example, ana@xn--bcher-kva.example",
        "ana@BU\u0308CHER.example, ana@xn--bcher-kva.example",
        "ana@XN--BCHER-KVA.example, ana@xn--bcher-kva.example",
        "ana@\u4F8B\u5B50\u3002\u6D4B\u8BD5, ana@xn--fsqu00a.xn--0zwm56d",
        "ana@stra\u00DFe.example, ana@xn--strae-oqa.example",
        "ana@\u043F\u0440\u0438\u043C\u0435\u0440.example, ana@xn--e1afmkfd.example",
        "ana@b\u00FCcher-und-mehr.example, ana@xn--bcher-und-mehr-gsb.example"
    })
    void treatsUnicodeAndPunycodeDomainsAsEqual(String text, String canonical) {
        assertThat(EmailAddress.parseNew(text).value()).isEqualTo(canonical);
        assertThat(EmailAddress.parseNew(canonical).value()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<ana@example.com>", "ana@exa!mple", "ana@localhost"})
    void acceptsAddressesOfEarlierRules(String text) {
        assertThat(new EmailAddress(text).value()).isEqualTo(text);
    }

    @Test
    void countsCodePoints() {
        assertThat(new PersonName("😀".repeat(255)).value()).hasSize(510);
        assertThatThrownBy(() -> new PersonName("😀".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Password.parseNew("😀".repeat(7))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Password.parseNew("a".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverPrintsAPasswordOrItsHash() {
        User user = User.registered(
                UUID.randomUUID(), new PersonName("Ana"), new EmailAddress("a@b.c"), Set.of(Role.USER), Instant.EPOCH);

        assertThat(Password.parseNew("correct horse").toString()).doesNotContain("correct");
        assertThat(new Credentials(user, "$argon2id$hash").toString()).doesNotContain("argon2id");
    }

    @Test
    void hasAtLeastOneRole() {
        assertThatThrownBy(() -> User.registered(
                        UUID.randomUUID(), new PersonName("Ana"), new EmailAddress("a@b.c"), Set.of(), Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
