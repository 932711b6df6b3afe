package io.loomi.common.middlewares;

import java.util.Map;

/** The words for a status where no failure brings its own. */
final class ProblemTitles {

    private record Words(String type, String title, String detail) {}

    private static final Words UNNAMED_REFUSAL =
            new Words("invalid-request", "Bad Request", "The service does not answer a request like this.");

    private static final Words UNNAMED_FAILURE = new Words(
            "internal-error",
            "Internal Server Error",
            "The service failed; the correlation id tells its operators where.");

    private static final Map<Integer, Words> WORDS = Map.ofEntries(
            Map.entry(400, new Words("invalid-request", "Bad Request", "The request cannot be read.")),
            Map.entry(401, new Words("missing-token", "Unauthorized", "Send an access token: Authorization: Bearer …")),
            Map.entry(403, new Words("forbidden", "Forbidden", "You may not do this.")),
            Map.entry(404, new Words("not-found", "Not Found", "There is nothing at this path.")),
            Map.entry(
                    405,
                    new Words(
                            "method-not-allowed",
                            "Method Not Allowed",
                            "This path has other methods: see the Allow header.")),
            Map.entry(406, new Words("not-acceptable", "Not Acceptable", "The answer is application/json.")),
            Map.entry(408, new Words("request-timeout", "Request Timeout", "The body took too long to arrive.")),
            Map.entry(409, new Words("conflict", "Conflict", "The present state does not allow this.")),
            Map.entry(
                    412, new Words("precondition-failed", "Precondition Failed", "It has changed since you read it.")),
            Map.entry(413, new Words("body-too-large", "Content Too Large", "A body may have 64 KiB at most.")),
            Map.entry(
                    414, new Words("uri-too-long", "URI Too Long", "The address of a request may have 8 KiB at most.")),
            Map.entry(
                    415,
                    new Words(
                            "unsupported-media-type", "Unsupported Media Type", "Send the body as application/json.")),
            Map.entry(
                    416,
                    new Words(
                            "range-not-satisfiable",
                            "Range Not Satisfiable",
                            "There is no such part of what is here.")),
            Map.entry(
                    417,
                    new Words("unknown-expectation", "Expectation Failed", "Of Expect, only 100-continue is known.")),
            Map.entry(422, new Words("refused", "Unprocessable Content", "A rule of the bank forbids this.")),
            Map.entry(429, new Words("rate-limited", "Too Many Requests", "Try again in a moment.")),
            Map.entry(
                    431,
                    new Words(
                            "headers-too-large",
                            "Request Header Fields Too Large",
                            "The headers of a request may have 8 KiB at most.")),
            Map.entry(503, new Words("unavailable", "Service Unavailable", "Try again in a moment.")),
            Map.entry(
                    504,
                    new Words(
                            "outcome-unknown",
                            "Gateway Timeout",
                            "It is not known whether this was done: look before you ask again.")));

    private ProblemTitles() {}

    static String of(int status) {
        return words(status).title();
    }

    static String typeOf(int status) {
        return words(status).type();
    }

    static String detailOf(int status) {
        return words(status).detail();
    }

    private static Words words(int status) {
        return WORDS.getOrDefault(status, status < 500 ? UNNAMED_REFUSAL : UNNAMED_FAILURE);
    }
}
