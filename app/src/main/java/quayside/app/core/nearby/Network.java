package quayside.app.core.nearby;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The networks of this computer, on which DNS-SD is spoken. A test has its own. */
interface Network {
    /** Returns the addresses of this computer on networks that pass multicast, the most useful first. Asks the system. */
    List<InetAddress> addresses() throws IOException;

    /**
     * Begins to speak at an address.
     *
     * @param share is announced until the station is closed
     * @param heard gets each record about Quayside, on a thread of the station; it must return at once
     */
    Station open(InetAddress address, Optional<Announcement> share, Consumer<Heard> heard) throws IOException;

    /** Speaks at one address. Not thread-safe. */
    interface Station extends AutoCloseable {
        /** Asks who shares something; does not wait for answers. */
        void ask();

        /** Returns whether it still hears. One that does not was cut off by the system, and is of no more use. */
        boolean isAlive();

        /** Takes back what was announced. Blocks until no thread is left. */
        @Override
        void close();
    }

    /** A record of DNS that was heard; {@code seconds} is the time for which it holds. */
    sealed interface Heard {
        /** An instance of the service, and where it is. */
        record Service(String instance, String server, int port, int seconds) implements Heard {}

        /** What an instance tells about itself: those entries that this version knows. */
        record Text(String instance, Map<String, String> entries, int seconds) implements Heard {}

        /** An address, with the name of this computer's network if it is valid there only. */
        record Address(String server, String host, int seconds) implements Heard {}

        /** An instance was taken back. */
        record Gone(String instance) implements Heard {}
    }
}
