package quayside.server.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import quayside.protocol.channel.Channel;
import quayside.protocol.crypto.ServerHandshake;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Deadlines;
import quayside.server.guard.Source;

/**
 * Performs the handshake of a connection, under its deadline and the limits of handshakes and of guesses (PROTOCOL.md
 * section 3).
 */
final class SessionHandshake {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final SessionContext context;
    private final Socket socket;
    private final SocketMeter meter;

    SessionHandshake(SessionContext context, Socket socket, SocketMeter meter) {
        this.context = context;
        this.socket = socket;
        this.meter = meter;
    }

    /** A guest that has proved a key, which may be that of an invitation that has ended. */
    record Admitted(Channel channel, Grant grant) {}

    /**
     * Performs the handshake.
     *
     * @throws IOException if the guest is not admitted; the reason was sent to it if possible
     */
    Admitted open() throws IOException {
        socket.setTcpNoDelay(true);
        InputStream metered = meter.in(socket.getInputStream(), socket::isClosed);
        OutputStream out = new RestingOutput(meter.out(socket.getOutputStream(), socket::isClosed), BUFFER_BYTES);
        Source source = Source.of(socket.getInetAddress());
        try (Deadlines.Deadline _ = context.deadlines().after(context.times().handshake(), () -> Sockets.cut(socket))) {
            context.guesses().check(source);
            InputStream in = new RestingInput(metered, BUFFER_BYTES);
            HandshakeGuard gate = new HandshakeGuard(
                    context.handshakes(),
                    context.guesses(),
                    context.invitedGuesses(),
                    id -> context.invitations().end(id).isPresent(),
                    source,
                    context.times().handshake());
            ServerHandshake.Keys keys = new ServerHandshake.Keys(context.key(), context.invitations()::keys);
            SessionSecrets secrets = ServerHandshake.run(in, out, keys, context.identity(), context.random(), gate);
            return new Admitted(
                    new Channel(socket, in, out, secrets),
                    new Grant(context.share(), context.invitations(), gate.proved()));
        } catch (ProtocolException e) {
            if (e.fault() == Fault.TOO_MANY_TRIES || e.fault() == Fault.SERVER_FULL) {
                ServerHandshake.refuse(out, e.fault(), e.retryAfter().toSeconds());
            }
            throw e;
        }
    }
}
