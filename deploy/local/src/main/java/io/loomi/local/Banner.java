package io.loomi.local;

/** The text that {@code ./loomi up} prints when the bank is ready. */
final class Banner {

    private Banner() {}

    static String text(int port, LocalOptions options) {
        String url = "http://localhost:" + port;
        return """

                The bank is open.

                  API      %1$s/api
                  docs     %1$s/docs/
                  health   %1$s/health
                  data     %2$s
                  logs     %2$s/loomi.log
                  demo     %3$s  %4$s

                Try it: sign in, receive 100.50, read the balance.

                TOKEN=$(curl -s %1$s/api/auth/login -H 'Content-Type: application/json' -d '{"email":"%3$s","password":"%4$s"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')
                curl -s %1$s/api/transactions -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"type":"credit","amount":100.50,"description":"First deposit"}'
                curl -s %1$s/api/accounts/me -H "Authorization: Bearer $TOKEN"

                Ctrl-C stops it.""".formatted(url, options.data(), DemoUser.EMAIL, DemoUser.PASSWORD);
    }
}
