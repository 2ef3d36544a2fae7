package quayside.protocol.client.connection;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientHandshake;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** Opens connections to a share. */
final class Dialer {
    private static final int BUFFER_BYTES = 64 * 1024;

    private Dialer() {}

    /** Connects and runs the handshake. Blocks for at most the options' timeout and the handshake's deadline. */
    static Connection open(
            ShareLink link,
            AccessKey key,
            @Nullable Fingerprint pinned,
            ConnectOptions options,
            SecureRandom random,
            Cancellation cancellation)
            throws IOException {
        Socket socket = new Socket();
        boolean open = false;
        try (Cancellation.Registration _ = cancellation.onCancel(() -> cut(socket))) {
            connect(socket, link, options.connectTimeout());
            SessionSecrets secrets;
            ReceivedBytes received = new ReceivedBytes(socket, options.retry().timer()::nanos);
            InputStream in = new BufferedInputStream(received, BUFFER_BYTES);
            SentBytes out = new SentBytes(socket, BUFFER_BYTES, System::nanoTime);
            try (Deadline _ = new Deadline(Limits.HANDSHAKE_DEADLINE, () -> cut(socket))) {
                secrets = ClientHandshake.run(in, out, key, pinned, random);
            }
            Channel channel = new Channel(socket, in, out, secrets);
            channel.readTimeout(Limits.STALL_TIMEOUT);
            open = true;
            return new Connection(channel, received, out, secrets.server());
        } catch (IOException e) {
            cancellation.check();
            throw e instanceof ProtocolException ? e : new ProtocolException(Reason.LOST_IN_SETUP, e);
        } finally {
            if (!open) {
                cut(socket);
            }
        }
    }

    private static void connect(Socket socket, ShareLink link, Duration timeout) throws IOException {
        try {
            InetSocketAddress address = new InetSocketAddress(link.host(), link.port());
            if (address.isUnresolved()) {
                throw unknown(link);
            }
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.connect(address, Math.toIntExact(timeout.toMillis()));
        } catch (ProtocolException e) {
            throw e;
        } catch (ConnectException e) {
            throw new ProtocolException(Reason.NOBODY_SHARES, e, link.address());
        } catch (SocketTimeoutException e) {
            throw unreachable(Reason.DOES_NOT_ANSWER, link, e);
        } catch (IOException e) {
            throw unreachable(Reason.NOT_REACHED, link, e);
        }
    }

    private static ProtocolException unknown(ShareLink link) {
        return link.zone()
                .map(zone -> new ProtocolException(Reason.NETWORK_UNKNOWN, zone))
                .orElseGet(() -> new ProtocolException(Reason.HOST_UNKNOWN, link.host()));
    }

    private static ProtocolException unreachable(Reason why, ShareLink link, IOException cause) {
        return link.lacksZone()
                ? new ProtocolException(
                        Reason.ZONE_MISSING, cause, Sentence.of(why, link.address()), link.host(), link.port())
                : new ProtocolException(why, cause, link.address());
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The descriptor is released anyway.
        }
    }
}
