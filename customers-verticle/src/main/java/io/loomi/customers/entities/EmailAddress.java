package io.loomi.customers.entities;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An e-mail address in canonical form: NFKC, lower case, and the domain in A-labels, so that the Unicode form and the
 * Punycode form of a domain are equal. At most 254 characters. Addresses that were registered under earlier rules stay
 * valid; {@link #parseNew} applies the rules for new addresses.
 */
public record EmailAddress(String value) {

    private static final int MAX_LENGTH = 254;
    private static final int MAX_DOMAIN_LENGTH = 253;
    private static final int MAX_LOCAL_BYTES = 64;

    /** A local part, one @ and a domain. Whether the address receives mail is not checked. */
    private static final Pattern FORM =
            Pattern.compile("[^@\\s\\p{C}\\p{Z}]{1,64}@[^@\\s\\p{C}\\p{Z}.]+(\\.[^@\\s\\p{C}\\p{Z}.]+)*");

    /**
     * A dot-atom of RFC 5322 with the letters of RFC 6531, and a DNS domain: at least two labels of letters, digits and
     * dashes, which neither begin nor end with a dash. The last label is not a number. Quotes, comments and address
     * literals are not allowed.
     */
    private static final Pattern LOCAL =
            Pattern.compile("ATOM(\\.ATOM)*".replace("ATOM", "[a-z0-9!#$%&'*+/=?^_`{|}~\\p{L}\\p{M}\\p{N}-]+"));

    private static final Pattern DOMAIN =
            Pattern.compile("(LABEL\\.)+(?![0-9]+$)LABEL".replace("LABEL", "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"));

    /** RFC 2606 reserves this domain: it never exists. */
    private static final Pattern RESERVED = Pattern.compile("[@.]invalid$");

    public EmailAddress {
        value = folded(value).strip();
        if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
            throw invalid();
        }
        int domain = value.indexOf('@') + 1;
        value = value.substring(0, domain) + ALabels.of(value.substring(domain));
    }

    /** Parses a new address. Rejects {@code .invalid}, the domain of placeholders, which never receives mail. */
    public static EmailAddress parseNew(String text) {
        EmailAddress address = new EmailAddress(text);
        if (!address.isWellFormed()) {
            throw invalid();
        }
        if (RESERVED.matcher(address.value()).find()) {
            throw new IllegalArgumentException("must not be under .invalid, which never receives mail");
        }
        return address;
    }

    private boolean isWellFormed() {
        int at = value.indexOf('@');
        return value.length() <= MAX_LENGTH
                && value.length() - at - 1 <= MAX_DOMAIN_LENGTH
                && value.substring(0, at).getBytes(StandardCharsets.UTF_8).length <= MAX_LOCAL_BYTES
                && LOCAL.matcher(value.substring(0, at)).matches()
                && DOMAIN.matcher(value.substring(at + 1)).matches();
    }

    /**
     * Normalizes again after lower-casing, because a lower-case letter may combine with the next character (J and a
     * caron) when the upper-case letter does not.
     */
    private static String folded(String text) {
        return nfkc(nfkc(text).toLowerCase(Locale.ROOT));
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("must be an e-mail address such as ana@example.com");
    }

    /** Converts a search prefix to canonical form. The domain becomes A-labels only if the text is a whole address. */
    public static String prefix(String text) {
        try {
            return new EmailAddress(text).value();
        } catch (IllegalArgumentException incomplete) {
            return folded(text);
        }
    }

    /** The placeholder for the address of a deleted customer: unique, in a domain that never exists. */
    public static EmailAddress ofDeleted(UUID id) {
        return new EmailAddress(id + "@deleted.invalid");
    }

    /** The placeholder for an external customer whose address is not verified, or is taken here. */
    public static EmailAddress ofExternal(UUID id) {
        return new EmailAddress(id + "@external.invalid");
    }
}
