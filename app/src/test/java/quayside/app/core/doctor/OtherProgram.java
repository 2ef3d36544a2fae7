package quayside.app.core.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A program on loopback that answers the first message of each connection with bytes of the test's choice. */
final class OtherProgram implements AutoCloseable {
    private static final int MAGIC_AND_TYPE = 9;

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Function<List<Integer>, byte[]> answer;

    /** @param answer gets the versions that were offered; returns null to say nothing */
    OtherProgram(Function<List<Integer>, byte[]> answer) throws IOException {
        this.answer = answer;
        Thread.ofVirtual().start(this::serve);
    }

    /** Returns a program that supports one version of the protocol, and is not known otherwise. */
    static OtherProgram ofVersion(int version) throws IOException {
        return new OtherProgram(offered -> offered.contains(version) ? hello(version) : alert(505));
    }

    static byte[] alert(int status) {
        return ByteBuffer.allocate(11)
                .putInt(7)
                .put((byte) 127)
                .putShort((short) status)
                .putInt(0)
                .array();
    }

    private static byte[] hello(int version) {
        return ByteBuffer.allocate(4 + 1667)
                .putInt(1667)
                .put((byte) 2)
                .putShort((short) version)
                .array();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                InputStream in = socket.getInputStream();
                byte[] length = in.readNBytes(4);
                if (length.length == 4) {
                    byte[] hello = in.readNBytes(ByteBuffer.wrap(length).getInt());
                    byte[] said = answer.apply(versions(hello));
                    if (said != null) {
                        socket.getOutputStream().write(said);
                        socket.shutdownOutput();
                    }
                }
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private static List<Integer> versions(byte[] hello) {
        ByteBuffer in = ByteBuffer.wrap(hello).position(MAGIC_AND_TYPE);
        List<Integer> all = new CopyOnWriteArrayList<>();
        for (int left = in.get(); left > 0; left--) {
            all.add((int) in.getShort());
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
