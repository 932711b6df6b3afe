package io.loomi.common.auth;

import io.loomi.common.config.Environment;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.identity.Sha256;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;

/** The id and secret that a service presents to customers. Both services have the same two settings. */
public record ServiceCredentials(String id, String secret) {

    /** The default in development. It is public, so production refuses it. */
    private static final String SAMPLE_SECRET = "development-only-secret";

    private static final int MIN_SECRET_LENGTH = 32;

    /** A random secret of 32 hexadecimal digits has fewer distinct digits only once in 300,000. */
    private static final int MIN_DISTINCT_CHARACTERS = 8;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String ID_EXPECTATION = "1 to 64 letters, digits, dots, dashes and underscores";

    public static final Setting<String> CLIENT_ID = Setting.of(
                    "SERVICE_CLIENT_ID",
                    new SettingFormat<>(ID_EXPECTATION, ServiceCredentials::requireId),
                    "the client id with which transactions gets its own access tokens")
            .orElse("transactions");

    public static final Setting<String> CLIENT_SECRET = Setting.of(
                    "SERVICE_CLIENT_SECRET",
                    SettingFormat.TEXT,
                    "the secret of `SERVICE_CLIENT_ID`; production needs one of its own, of 32 characters or "
                            + "more, 8 of them different (`openssl rand -hex 32`)")
            .asSecret()
            .orElse(SAMPLE_SECRET);

    public static final List<Setting<?>> SETTINGS = List.of(CLIENT_ID, CLIENT_SECRET);

    public ServiceCredentials {
        requireId(id);
        if (secret.isBlank()) {
            throw new IllegalArgumentException("a service must have a secret");
        }
    }

    /**
     * @throws StartFailure in production, when the secret is missing, the sample, too short, or has too few different
     *     characters
     */
    public static ServiceCredentials from(Settings settings) {
        String secret = settings.get(CLIENT_SECRET);
        if (settings.get(Environment.SETTING) == Environment.PRODUCTION) {
            requireProductionGrade(secret);
        }
        return new ServiceCredentials(settings.get(CLIENT_ID), secret);
    }

    private static void requireProductionGrade(String secret) {
        if (secret.equals(SAMPLE_SECRET)) {
            throw weakSecret("is not set to a secret of its own");
        }
        if (secret.length() < MIN_SECRET_LENGTH) {
            throw weakSecret("is too short");
        }
        if (secret.chars().distinct().count() < MIN_DISTINCT_CHARACTERS) {
            throw weakSecret("repeats a few characters");
        }
    }

    private static StartFailure weakSecret(String why) {
        return new StartFailure(
                "%s %s: production needs one of %d characters or more, %d of them different, the same in both services (openssl rand -hex 32)."
                        .formatted(CLIENT_SECRET.name(), why, MIN_SECRET_LENGTH, MIN_DISTINCT_CHARACTERS));
    }

    /** Whether the id and the secret are correct. Takes the same time for right and wrong ones. */
    public boolean match(String presentedId, String presentedSecret) {
        boolean sameId = MessageDigest.isEqual(Sha256.of(id), Sha256.of(presentedId));
        boolean sameSecret = MessageDigest.isEqual(Sha256.of(secret), Sha256.of(presentedSecret));
        return sameId && sameSecret;
    }

    private static String requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a service must be " + ID_EXPECTATION);
        }
        return id;
    }

    @Override
    public String toString() {
        return "ServiceCredentials[" + id + "]";
    }
}
