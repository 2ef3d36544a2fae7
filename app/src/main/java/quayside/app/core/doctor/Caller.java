package quayside.app.core.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.HandshakeProbe;
import quayside.protocol.crypto.HandshakeProbe.Answer;
import quayside.protocol.crypto.HandshakeProbe.Offer;

/** Calls addresses, without an access key. */
final class Caller {
    /** Long enough for Linux to notice that no computer has the address, which takes it three seconds. */
    static final Duration CONNECTING = Duration.ofMillis(4500);

    /** A server that begins, on a busy computer, needs some seconds for its first answer. */
    private static final int ANSWERING_MS = 6000;

    private final Computer computer;
    private final Cancellation cancellation;
    private final SecureRandom random = new SecureRandom();

    /** @param cancellation ends a call that runs; later ones reach nobody */
    Caller(Computer computer, Cancellation cancellation) {
        this.computer = computer;
        this.cancellation = cancellation;
    }

    /** What became of a call. */
    sealed interface Outcome {
        record Answered(Answer answer) implements Outcome {
            /** Returns the identity that the server claims, if a server of Quayside answered. */
            Optional<Fingerprint> id() {
                return answer instanceof Answer.Server server ? server.id() : Optional.empty();
            }
        }

        /** The computer is there, and nobody listens at the port. */
        record Refused() implements Outcome {}

        record TimedOut() implements Outcome {}

        record Unreachable() implements Outcome {}

        /** Returns how far it came, the farthest last. */
        default int distance() {
            return switch (this) {
                case Unreachable _ -> 0;
                case TimedOut _ -> 1;
                case Refused _ -> 2;
                case Answered _ -> 3;
            };
        }
    }

    Outcome call(InetAddress address, int port, Offer offer, Duration timeout) {
        if (cancellation.isCancelled()) {
            return new Outcome.TimedOut();
        }
        try (Socket socket = computer.dial(new InetSocketAddress(address, port), timeout);
                Cancellation.Registration _ = cancellation.onCancel(() -> cut(socket))) {
            socket.setSoTimeout(ANSWERING_MS);
            return new Outcome.Answered(ask(socket, offer));
        } catch (ConnectException e) {
            return new Outcome.Refused();
        } catch (SocketTimeoutException e) {
            return new Outcome.TimedOut();
        } catch (IOException e) {
            return new Outcome.Unreachable();
        }
    }

    private Answer ask(Socket socket, Offer offer) {
        try {
            return HandshakeProbe.ask(socket.getInputStream(), socket.getOutputStream(), offer, random);
        } catch (IOException e) {
            // It accepted, and then cut the connection.
            return cancellation.isCancelled() ? new Answer.Silent() : new Answer.Other("");
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The descriptor is released anyway.
        }
    }
}
