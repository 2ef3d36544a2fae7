package quayside.app.core.desktop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;

/** A session bus of a test's own, with a connection for the test's services. */
final class TestBus implements AutoCloseable {
    private final Process daemon;
    private final String address;
    private final DBusConnection services;

    /** Starts the bus; the test is skipped where there is no {@code dbus-daemon}. */
    TestBus() throws DBusException {
        Process started = null;
        String line = "";
        try {
            started = new ProcessBuilder("dbus-daemon", "--session", "--nofork", "--print-address")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            line = started.inputReader().readLine();
        } catch (IOException e) {
            assumeTrue(false, "this system has no dbus-daemon");
        }
        daemon = started;
        address = line;
        services = connect();
    }

    DBusConnection connect() throws DBusException {
        return DBusConnectionBuilder.forAddress(address).withShared(false).build();
    }

    String address() {
        return address;
    }

    DBusConnection services() {
        return services;
    }

    /** Ends the bus under its connections. */
    void end() {
        daemon.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        services.close();
        daemon.destroy();
    }
}
