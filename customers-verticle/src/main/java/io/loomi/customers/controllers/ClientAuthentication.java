package io.loomi.customers.controllers;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Violation;
import io.loomi.common.http.ApiRequest;
import io.loomi.common.parsing.MalformedForm;
import io.loomi.common.parsing.StrictForm;
import io.loomi.customers.entities.ClientCredentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads client credentials from {@code Authorization: Basic} or from the form (RFC 6749, 2.3.1). */
final class ClientAuthentication {

    private static final String PREFIX = "Basic ";
    private static final String ID = "client_id";
    private static final String SECRET = "client_secret";

    private ClientAuthentication() {}

    /**
     * Returns the possible readings of the credentials; none when the request has no credentials. {@code Basic} has two
     * readings, because RFC 6749 requires form-encoded parts but most clients send plain parts.
     *
     * @throws Failure.Invalid when both the header and the form have credentials
     */
    static List<ClientCredentials> credentialsOf(ApiRequest request) {
        Optional<String> basic = request.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, PREFIX, 0, PREFIX.length()))
                .map(header -> header.substring(PREFIX.length()).strip());
        return basic.map(encoded -> {
                    requireOnce(request);
                    return fromBasic(encoded);
                })
                .orElseGet(() -> fromForm(request));
    }

    private static void requireOnce(ApiRequest request) {
        List<Violation> violations = Stream.of(ID, SECRET)
                .filter(request.body()::containsKey)
                .map(field -> new Violation("#/" + field, "must not be sent beside Authorization: Basic"))
                .toList();
        if (!violations.isEmpty()) {
            throw new Failure.Invalid(violations);
        }
    }

    private static List<ClientCredentials> fromForm(ApiRequest request) {
        Optional<String> id = request.optionalValue(ID, Function.identity());
        Optional<String> secret = request.optionalValue(SECRET, Function.identity());
        return id.isPresent() && secret.isPresent()
                ? List.of(new ClientCredentials(id.get(), secret.get()))
                : List.of();
    }

    private static List<ClientCredentials> fromBasic(String encoded) {
        List<ClientCredentials> readings = new ArrayList<>();
        try {
            byte[] octets = Base64.getDecoder().decode(encoded);
            readings.add(split(new String(octets, StandardCharsets.UTF_8)));
            ClientCredentials asForm = split(new String(octets, StandardCharsets.ISO_8859_1));
            readings.add(new ClientCredentials(StrictForm.decode(asForm.id()), StrictForm.decode(asForm.secret())));
        } catch (IllegalArgumentException | MalformedForm malformed) {
            // uses only the readings that can be decoded
        }
        return readings;
    }

    private static ClientCredentials split(String pair) {
        int end = pair.indexOf(':');
        if (end < 0) {
            throw new IllegalArgumentException("no colon");
        }
        return new ClientCredentials(pair.substring(0, end), pair.substring(end + 1));
    }
}
