package quayside.server;

import java.time.Instant;

/**
 * A connected guest as it is now; a snapshot.
 *
 * @param id stable while the guest is connected; for {@link ShareServer#disconnect}
 * @param address IP address, without port
 * @param connections open connections
 * @param activity what it does, display-escaped ("browsing", "downloading a.txt")
 * @param bytesPerSecond both directions, over the last seconds
 * @param bytes moved in all, both directions
 */
public record Guest(
        String id, String address, Instant since, int connections, String activity, long bytesPerSecond, long bytes) {}
