package quayside.app.core.share;

import java.time.Duration;

/**
 * The intervals of retries and pings.
 *
 * @param firstWait before the second try to reach a server that does not answer; doubled each time
 * @param longestWait the maximum of the doubling
 * @param pingEvery between two pings of an open share; well below the server's idle limit
 */
public record Timings(Duration firstWait, Duration longestWait, Duration pingEvery) {
    public static Timings standard() {
        return new Timings(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(15));
    }

    /** Returns the wait that follows {@code wait}. */
    Duration after(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(longestWait) < 0 ? doubled : longestWait;
    }
}
