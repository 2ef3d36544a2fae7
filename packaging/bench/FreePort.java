import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Prints a port of the loopback interface that is free at the moment. */
final class FreePort {
    private FreePort() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            System.out.println(socket.getLocalPort());
        }
    }
}
