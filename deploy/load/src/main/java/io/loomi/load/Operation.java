package io.loomi.load;

import java.util.Locale;

/** What is measured, over HTTP by a script of wrk and in PostgreSQL alone by one of pgbench. */
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

    /** The name of its scripts. */
    String script() {
        return name().toLowerCase(Locale.ROOT);
    }
}
