package io.loomi.common.resilience.simulation;

import io.loomi.common.resilience.Breaker;
import io.loomi.common.resilience.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes a breaker's expected state and counts from the calls that were sent and their outcomes. */
final class BreakerModel {

    private static final Breaker.Rules RULES = Breaker.Rules.STANDARD;
    private static final int SLOTS = 10;

    private final InstantSource clock;
    private final List<Outcome> window = new ArrayList<>();
    private String state = "closed";
    private Instant halfOpenAt = Instant.MAX;
    private @Nullable Call probe;
    private Figures figures = new Figures(0, 0, 0, 0, 0, 0);
    private String violation = "";

    /** A call that was sent. */
    record Call(Instant at, boolean isProbe) {}

    private record Outcome(Instant at, boolean failed) {}

    /** The breaker's counters. */
    record Figures(int successes, int failures, int rejections, int opened, int halfOpened, int closed) {}

    BreakerModel(InstantSource clock) {
        this.clock = clock;
    }

    Call sent() {
        applyElapsedTime();
        Call call = new Call(clock.instant(), state.equals("half-open"));
        if (state.equals("open") || (call.isProbe() && probe != null)) {
            violation =
                    "a call was sent at " + clock.instant() + ", " + state + (probe == null ? "" : " with a probe out");
        }
        if (call.isProbe()) {
            probe = call;
        }
        return call;
    }

    void rejected(Throwable why) {
        applyElapsedTime();
        if (!(why instanceof Unreachable) || state.equals("closed") || (state.equals("half-open") && probe == null)) {
            violation = "a call was rejected at " + clock.instant() + ", " + state + ": " + why;
        }
        figures = count(0, 0, 1);
    }

    void ended(Call call, boolean failed) {
        applyElapsedTime();
        if (!call.isProbe()) {
            count(failed);
            if (state.equals("closed")) {
                openIfTooManyFail(failed);
            }
        } else if (call.equals(probe)) { // ignores a probe that timed out
            probed(failed, clock.instant());
        }
    }

    private void openIfTooManyFail(boolean failed) {
        window.add(new Outcome(clock.instant(), failed));
        long oldest = slot(clock.instant()) - SLOTS + 1;
        window.removeIf(outcome -> slot(outcome.at()) < oldest);
        long failures = window.stream().filter(Outcome::failed).count();
        if (failed && window.size() >= RULES.minCalls() && failures >= window.size() * RULES.failureRate()) {
            open(clock.instant());
        }
    }

    private static long slot(Instant at) {
        return at.toEpochMilli() / (RULES.window().toMillis() / SLOTS);
    }

    /** Applies the transitions that have become due since the last call. */
    private void applyElapsedTime() {
        Instant now = clock.instant();
        boolean changed = true;
        while (changed) {
            changed = false;
            if (state.equals("open") && !now.isBefore(halfOpenAt)) {
                state = "half-open";
                probe = null;
                figures = countTransitions(0, 1, 0);
                changed = true;
            } else if (probe != null && !now.isBefore(timesOutAt(probe))) {
                probed(true, timesOutAt(probe));
                changed = true;
            }
        }
    }

    private static Instant timesOutAt(Call probe) {
        return probe.at().plus(RULES.pause());
    }

    private void probed(boolean failed, Instant at) {
        count(failed);
        probe = null;
        if (failed) {
            open(at);
        } else {
            state = "closed";
            window.clear();
            figures = countTransitions(0, 0, 1);
        }
    }

    private void open(Instant at) {
        state = "open";
        halfOpenAt = at.plus(RULES.pause());
        figures = countTransitions(1, 0, 0);
    }

    private void count(boolean failed) {
        figures = count(failed ? 0 : 1, failed ? 1 : 0, 0);
    }

    private Figures count(int successes, int failures, int rejections) {
        return new Figures(
                figures.successes + successes,
                figures.failures + failures,
                figures.rejections + rejections,
                figures.opened,
                figures.halfOpened,
                figures.closed);
    }

    private Figures countTransitions(int opened, int halfOpened, int closed) {
        return new Figures(
                figures.successes,
                figures.failures,
                figures.rejections,
                figures.opened + opened,
                figures.halfOpened + halfOpened,
                figures.closed + closed);
    }

    String state() {
        applyElapsedTime();
        return state;
    }

    Figures figures() {
        applyElapsedTime();
        return figures;
    }

    /** Describes a broken rule; empty if none was broken. */
    String violation() {
        return violation;
    }

    static Duration longestRecovery() {
        return RULES.pause().multipliedBy(2).plusSeconds(5); // a probe that hangs, then another after its pause
    }
}
