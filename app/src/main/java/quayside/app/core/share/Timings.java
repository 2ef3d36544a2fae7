package quayside.app.core.share;

import java.time.Duration;

/**
 * How often the connector tries and asks.
 *
 * @param firstWait before the second try to reach a server that is not up; doubled each time
 * @param longestWait where the doubling ends
 * @param pingEvery between two signs of life of an open share; well under the server's idle limit
 */
public record Timings(Duration firstWait, Duration longestWait, Duration pingEvery) {
    public static Timings standard() {
        return new Timings(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(15));
    }

    /** The wait that follows {@code wait}. */
    Duration after(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(longestWait) < 0 ? doubled : longestWait;
    }
}
