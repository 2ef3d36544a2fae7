package quayside.server;

import java.time.Instant;
import quayside.protocol.text.Sentence;

/**
 * A snapshot of a connected guest.
 *
 * @param id identifies the guest for {@link ShareServer#disconnect}; stable while it is connected
 * @param address IP address, without port
 * @param connections open connections
 * @param activity what the guest does ("browsing", "downloading a.txt")
 * @param bytesPerSecond the mean speed of the last few seconds, both directions together
 * @param bytes all bytes moved, in both directions together
 */
public record Guest(
        String id,
        String address,
        Instant since,
        int connections,
        Sentence activity,
        long bytesPerSecond,
        long bytes) {}
