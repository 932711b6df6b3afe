package io.loomi.customers.entities;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Converts domains to A-labels, as the DNS uses them. A label with letters outside ASCII becomes {@code xn--} followed
 * by its Punycode (RFC 5890, RFC 3492).
 */
final class ALabels {

    private static final Pattern CONVERTIBLE = Pattern.compile("[a-z0-9-]*(?:[^\\x00-\\x7F][a-z0-9-]*)+");
    private static final String PREFIX = "xn--";

    // RFC 3492, section 5
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_POINT = 0x80;

    private ALabels() {}

    /** Converts a domain. A label with ASCII characters other than letters, digits and dashes stays unchanged. */
    static String of(String domain) {
        return Arrays.stream(domain.split("[.\u3002]", -1)).map(ALabels::label).collect(Collectors.joining("."));
    }

    private static String label(String label) {
        return CONVERTIBLE.matcher(label).matches()
                ? PREFIX + punycode(Normalizer.normalize(label, Normalizer.Form.NFC))
                : label;
    }

    /** Encodes a label (RFC 3492, 6.3). Labels are short, so nothing overflows. */
    private static String punycode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        Arrays.stream(points).filter(point -> point < INITIAL_POINT).forEach(out::appendCodePoint);
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        int point = INITIAL_POINT;
        int delta = 0;
        int bias = INITIAL_BIAS;
        for (int handled = basic; handled < points.length; ) {
            int next = nextPoint(points, point);
            delta += (next - point) * (handled + 1);
            point = next;
            for (int each : points) {
                if (each < point) {
                    delta++;
                } else if (each == point) {
                    append(out, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            point++;
        }
        return out.toString();
    }

    private static int nextPoint(int[] points, int from) {
        return Arrays.stream(points).filter(point -> point >= from).min().orElseThrow();
    }

    private static void append(StringBuilder out, int delta, int bias) {
        int rest = delta;
        for (int k = BASE; ; k += BASE) {
            int threshold = Math.clamp(k - bias, T_MIN, T_MAX);
            if (rest < threshold) {
                out.append(digit(rest));
                return;
            }
            out.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int adapt(int delta, int handled, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / handled;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }
}
