package io.loomi.load;

import java.util.Locale;

/** The measured operations. wrk measures each over HTTP, pgbench in PostgreSQL alone. */
enum Operation {
    POST("POST, 10,000 accounts"),
    HOT("POST, one hot account"),
    GET("GET by id"),
    PAGE("history, page of 20");

    private final String title;

    Operation(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The name of its wrk and pgbench scripts. */
    String script() {
        return name().toLowerCase(Locale.ROOT);
    }
}
