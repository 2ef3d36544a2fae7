import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.server.ShareOptions;
import quayside.server.ShareServer;

/**
 * Hosts with a fault that the command {@code serve} cannot have, for {@code packaging/netns-doctor}. Each runs until it is
 * killed:
 *
 * <pre>
 *   blocked PORT FOLDER HOST GUEST   a server of Quayside that has blocked the address GUEST; prints its link and key for HOST
 *   old PORT                         a server that speaks only version 1 of the protocol
 *   web PORT                         a web server
 * </pre>
 */
final class DoctorTrouble {
    private static final int OLD = 1;
    private static final int NO_COMMON_VERSION = 505;
    private static final int MAGIC_AND_TYPE = 9;
    private static final int HELLO = 1667;

    private DoctorTrouble() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "blocked" -> block(port, Path.of(arguments[2]), arguments[3], arguments[4]);
            case "old" -> answer(port, true);
            case "web" -> answer(port, false);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void block(int port, Path folder, String host, String guest) throws Exception {
        AccessKey key = AccessKey.generate(new SecureRandom());
        ServerIdentity identity = ServerIdentity.generate();
        ShareOptions options = new ShareOptions(
                folder,
                "share",
                InetAddress.getByName("0.0.0.0"),
                port,
                ShareOptions.Permissions.ALL,
                false,
                Duration.ZERO);
        ShareServer server = new ShareServer(options, key, identity, event -> {});
        server.start();
        server.block(guest);
        System.out.println("listening " + ShareLink.of(host, port, identity.fingerprint()));
        System.out.println("key " + key.reveal());
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void answer(int port, boolean isOld) throws Exception {
        try (ServerSocket server = new ServerSocket(port)) {
            System.out.println("key none");
            while (true) {
                try (Socket socket = server.accept()) {
                    InputStream in = socket.getInputStream();
                    byte[] hello = in.readNBytes(ByteBuffer.wrap(in.readNBytes(Integer.BYTES)).getInt());
                    socket.getOutputStream()
                            .write(
                                    isOld
                                            ? old(versions(hello))
                                            : "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    in.readAllBytes();
                } catch (IOException | RuntimeException e) {
                    System.err.println(e);
                }
            }
        }
    }

    /** Returns the first answer of PROTOCOL.md section 3: the chosen version, or an alert. */
    private static byte[] old(List<Integer> offered) {
        return offered.contains(OLD)
                ? ByteBuffer.allocate(Integer.BYTES + HELLO)
                        .putInt(HELLO)
                        .put((byte) 2)
                        .putShort((short) OLD)
                        .array()
                : ByteBuffer.allocate(11)
                        .putInt(7)
                        .put((byte) 127)
                        .putShort((short) NO_COMMON_VERSION)
                        .array();
    }

    private static List<Integer> versions(byte[] hello) {
        ByteBuffer in = ByteBuffer.wrap(hello).position(MAGIC_AND_TYPE);
        List<Integer> all = new ArrayList<>();
        for (int left = in.get(); left > 0; left--) {
            all.add((int) in.getShort());
        }
        return all;
    }
}
