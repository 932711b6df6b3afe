package io.loomi.transactions.controllers;

import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.services.Statement;
import io.vertx.core.buffer.Buffer;
import java.text.Normalizer;

/**
 * Writes a statement as CSV (RFC 4180): a header, the opening balance, a row for each line, the closing balance. A description that
 * a spreadsheet would read as a formula gets a leading apostrophe.
 */
final class StatementCsv implements StatementFormat {

    static final String MEDIA_TYPE = "text/csv";

    private static final String END = "\r\n";
    private static final String FORMULA_STARTS = "=+-@\u2212\t\r\n";

    @Override
    public String contentType() {
        return MEDIA_TYPE + "; charset=utf-8; header=present";
    }

    @Override
    public void begin(Statement statement, Buffer out) {
        out.appendString("sequence,id,type,amount,description,createdAt,balance" + END)
                .appendString(
                        ",,opening balance,,,%s,%s".formatted(statement.period().from(), statement.openingBalance()))
                .appendString(END);
    }

    @Override
    public void line(StatementLine line, boolean first, Buffer out) {
        String description = line.description().map(Description::value).orElse("");
        out.appendString(String.join(
                        ",",
                        String.valueOf(line.sequence()),
                        line.id().toString(),
                        line.type().text(),
                        line.amount().value().toPlainString(),
                        cell(description),
                        line.createdAt().toString(),
                        line.balance().toPlainString()))
                .appendString(END);
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && beginsFormula(text.substring(0, 1)) ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** Includes full-width signs, which spreadsheets treat as normal signs. */
    private static boolean beginsFormula(String sign) {
        return FORMULA_STARTS.contains(sign)
                || FORMULA_STARTS.contains(Normalizer.normalize(sign, Normalizer.Form.NFKC));
    }

    @Override
    public void end(Statement statement, Buffer out) {
        out.appendString(
                        ",,closing balance,,,%s,%s".formatted(statement.period().to(), statement.balance()))
                .appendString(END);
    }
}
