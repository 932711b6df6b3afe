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

    public EmailAddress {
        value = Normalizer.normalize(value, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be an e-mail address such as ana@example.com");
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
