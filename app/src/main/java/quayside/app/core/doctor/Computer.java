package quayside.app.core.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the doctor asks this computer. A test has its own. Thread-safe; every method may block. */
public interface Computer {
    enum Kind {
        LINUX,
        WINDOWS,
        MAC,
        OTHER
    }

    /**
     * An address of this computer on a network that is up.
     *
     * @param card the system's name of the network interface
     * @param prefix the number of bits that all addresses of the network share
     */
    record Place(String card, InetAddress address, int prefix) {}

    Kind kind();

    /** Returns the addresses of this computer, except those that only it can reach. */
    List<Place> places() throws IOException;

    /** Returns the addresses of a name; blocks for at most some seconds. */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /**
     * Connects.
     *
     * @throws java.net.ConnectException if the other side refuses
     * @throws java.net.SocketTimeoutException if it does not answer in this time
     */
    Socket dial(InetSocketAddress address, Duration timeout) throws IOException;

    /**
     * Runs a program of the system, which must end by itself and change nothing, and returns what it prints. Its name is
     * looked up in the system's folders only. No shell is involved.
     *
     * @return empty if there is no such program, it fails, or it takes longer than some seconds; at most 256 KiB
     */
    Optional<String> run(List<String> command);

    /** Returns what the clock of this computer shows. */
    Instant now();

    /** Returns the top of the file system, below which the system's settings are read. */
    Path root();

    static Computer ofSystem() {
        return new ThisComputer();
    }
}
