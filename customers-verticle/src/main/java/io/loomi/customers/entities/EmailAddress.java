package io.loomi.customers.entities;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** An e-mail address as it is compared: after NFKC and in lower case, 254 characters at most. */
public record EmailAddress(String value) {

    private static final int LONGEST = 254;

    /** One @ between something and a domain; whether it receives mail, only mail can tell. */
    private static final Pattern FORM =
            Pattern.compile("[^@\\s\\p{C}\\p{Z}]{1,64}@[^@\\s\\p{C}\\p{Z}.]+(\\.[^@\\s\\p{C}\\p{Z}.]+)*");

    /** RFC 2606: no such domain will ever exist. */
    private static final Pattern RESERVED = Pattern.compile("[@.]invalid$");

    public EmailAddress {
        value = Normalizer.normalize(value, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be an e-mail address such as ana@example.com");
        }
    }

    /** One that somebody gives as theirs: not in the domain of those that stand in for one, which never receives mail. */
    public static EmailAddress chosen(String text) {
        EmailAddress address = new EmailAddress(text);
        if (RESERVED.matcher(address.value()).find()) {
            throw new IllegalArgumentException(
                    "must be an address that can receive mail, which none under .invalid can");
        }
        return address;
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
