package io.loomi.common.middlewares;

import java.util.Map;

/** The type, title and detail of a status, for responses without a failure. */
final class ProblemTitles {

    private record Text(String type, String title, String detail) {}

    private static final Text UNNAMED_REFUSAL =
            new Text("invalid-request", "Bad Request", "The service does not accept this request.");

    private static final Text UNNAMED_FAILURE = new Text(
            "internal-error",
            "Internal Server Error",
            "The service failed; the correlation id tells its operators where.");

    private static final Map<Integer, Text> TEXTS = Map.ofEntries(
            Map.entry(400, new Text("invalid-request", "Bad Request", "The request cannot be read.")),
            Map.entry(401, new Text("missing-token", "Unauthorized", "Send an access token: Authorization: Bearer …")),
            Map.entry(403, new Text("forbidden", "Forbidden", "You may not do this.")),
            Map.entry(404, new Text("not-found", "Not Found", "There is nothing at this path.")),
            Map.entry(
                    405,
                    new Text(
                            "method-not-allowed",
                            "Method Not Allowed",
                            "This path has other methods: see the Allow header.")),
            Map.entry(406, new Text("not-acceptable", "Not Acceptable", "The answer is application/json.")),
            Map.entry(408, new Text("request-timeout", "Request Timeout", "The body took too long to arrive.")),
            Map.entry(409, new Text("conflict", "Conflict", "The present state does not allow this.")),
            Map.entry(
                    412,
                    new Text(
                            "precondition-failed",
                            "Precondition Failed",
                            "The resource has changed since you read it.")),
            Map.entry(413, new Text("body-too-large", "Content Too Large", "A body may have 64 KiB at most.")),
            Map.entry(
                    414, new Text("uri-too-long", "URI Too Long", "The address of a request may have 8 KiB at most.")),
            Map.entry(
                    415,
                    new Text("unsupported-media-type", "Unsupported Media Type", "Send the body as application/json.")),
            Map.entry(
                    416,
                    new Text(
                            "range-not-satisfiable",
                            "Range Not Satisfiable",
                            "The resource does not have the requested range.")),
            Map.entry(
                    417,
                    new Text(
                            "unknown-expectation",
                            "Expectation Failed",
                            "The only supported expectation is 100-continue.")),
            Map.entry(422, new Text("refused", "Unprocessable Content", "A rule of the bank forbids this.")),
            Map.entry(429, new Text("rate-limited", "Too Many Requests", "Try again in a moment.")),
            Map.entry(
                    431,
                    new Text(
                            "headers-too-large",
                            "Request Header Fields Too Large",
                            "The headers of a request may have 8 KiB at most.")),
            Map.entry(503, new Text("unavailable", "Service Unavailable", "Try again in a moment.")),
            Map.entry(
                    504,
                    new Text(
                            "outcome-unknown",
                            "Gateway Timeout",
                            "It is not known whether this was done: check before you send it again.")));

    private ProblemTitles() {}

    static String of(int status) {
        return textOf(status).title();
    }

    static String typeOf(int status) {
        return textOf(status).type();
    }

    static String detailOf(int status) {
        return textOf(status).detail();
    }

    private static Text textOf(int status) {
        return TEXTS.getOrDefault(status, status < 500 ? UNNAMED_REFUSAL : UNNAMED_FAILURE);
    }
}
