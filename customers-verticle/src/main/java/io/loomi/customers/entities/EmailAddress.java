package io.loomi.customers.entities;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An e-mail address as it is compared: in NFKC and lower case and with its domain in A-labels, so that the Unicode and the
 * Punycode form of a domain are one. 254 characters at most. Those that were registered before there were more rules go on; new
 * ones are {@link #chosen}.
 */
public record EmailAddress(String value) {

    private static final int LONGEST = 254;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST_LOCAL_BYTES = 64;

    /** One @ between something and a domain; whether it receives mail, only mail can tell. */
    private static final Pattern FORM =
            Pattern.compile("[^@\\s\\p{C}\\p{Z}]{1,64}@[^@\\s\\p{C}\\p{Z}.]+(\\.[^@\\s\\p{C}\\p{Z}.]+)*");

    /**
     * The dot-atoms of RFC 5322 with the letters of RFC 6531, and a domain of the DNS: labels of letters, digits and dashes, which
     * neither begin nor end with a dash; two of them at least; the last one not a number. No quotes, comments or address literals.
     */
    private static final Pattern LOCAL =
            Pattern.compile("ATOM(\\.ATOM)*".replace("ATOM", "[a-z0-9!#$%&'*+/=?^_`{|}~\\p{L}\\p{M}\\p{N}-]+"));

    private static final Pattern DOMAIN =
            Pattern.compile("(LABEL\\.)+(?![0-9]+$)LABEL".replace("LABEL", "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"));

    /** RFC 2606: no such domain will ever exist. */
    private static final Pattern RESERVED = Pattern.compile("[@.]invalid$");

    public EmailAddress {
        value = folded(value).strip();
        if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
            throw noAddress();
        }
        int domain = value.indexOf('@') + 1;
        value = value.substring(0, domain) + ALabels.of(value.substring(domain));
    }

    /** One that somebody gives as theirs: not in the domain of those that stand in for one, which never receives mail. */
    public static EmailAddress chosen(String text) {
        EmailAddress address = new EmailAddress(text);
        if (!address.isWellFormed()) {
            throw noAddress();
        }
        if (RESERVED.matcher(address.value()).find()) {
            throw new IllegalArgumentException(
                    "must be an address that can receive mail, which none under .invalid can");
        }
        return address;
    }

    private boolean isWellFormed() {
        int at = value.indexOf('@');
        return value.length() <= LONGEST
                && value.length() - at - 1 <= LONGEST_DOMAIN
                && value.substring(0, at).getBytes(StandardCharsets.UTF_8).length <= LONGEST_LOCAL_BYTES
                && LOCAL.matcher(value.substring(0, at)).matches()
                && DOMAIN.matcher(value.substring(at + 1)).matches();
    }

    /** Once more after lower case, in which two characters may become one: J and a caron. */
    private static String folded(String text) {
        return nfkc(nfkc(text).toLowerCase(Locale.ROOT));
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static IllegalArgumentException noAddress() {
        return new IllegalArgumentException("must be an e-mail address such as ana@example.com");
    }

    /** How addresses begin that begin so: a whole address in its form, and any other text in that of its letters. */
    public static String prefix(String text) {
        try {
            return new EmailAddress(text).value();
        } catch (IllegalArgumentException part) {
            return folded(text);
        }
    }

    /** The address that stands in for a deleted person's: unique, and in a domain that can never exist. */
    public static EmailAddress ofDeleted(UUID id) {
        return new EmailAddress(id + "@deleted.invalid");
    }

    /** The address that stands in for one that a person who signs in elsewhere has not verified, or that is taken here. */
    public static EmailAddress ofExternal(UUID id) {
        return new EmailAddress(id + "@external.invalid");
    }
}
