package quayside.protocol.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.HandshakeMessage.Alert;
import quayside.protocol.crypto.HandshakeMessage.ClientHello;
import quayside.protocol.crypto.HandshakeMessage.ServerHello;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Asks who answers at an address, without an access key: sends the first message of a handshake, reads the first answer,
 * and leaves. So it is no guess. What it finds is a hint only, because nothing is proved before the handshake is complete.
 */
public final class HandshakeProbe {
    /** A hello has at most this many versions. */
    private static final int LAST_VERSION = 16;

    private static final int MAX_BEGINNING = 64;

    private HandshakeProbe() {}

    /** Which versions of the protocol are offered. */
    public enum Offer {
        /** All that this program speaks. */
        OURS,
        /** Those of them in which the key of an invitation can be used. */
        INVITED,
        /** Every one that has a number so far, so that whichever the other side speaks is chosen. */
        ALL
    }

    /** What answered. */
    public sealed interface Answer {
        /**
         * A server of Quayside.
         *
         * @param version the highest of the offered versions that it speaks
         * @param id the identity that it claims; empty if this program does not know the version
         */
        record Server(int version, Optional<Fingerprint> id) implements Answer {}

        /** A server of Quayside that refuses, with the failure that a client reports. */
        record Refused(ProtocolException why) implements Answer {}

        /**
         * Another program.
         *
         * @param beginning the first characters that it sent, at most 64 and possibly none; from a stranger
         */
        record Other(String beginning) implements Answer {}

        /** Nobody said anything within the time-out of the stream. */
        record Silent() implements Answer {}
    }

    /** Returns the newest version that this program speaks. */
    public static int newest() {
        return ClientHandshake.VERSIONS[ClientHandshake.VERSIONS.length - 1];
    }

    /** Returns the oldest version that this program speaks, or that it can use with an invitation. */
    public static int oldest(boolean invited) {
        return invited ? HandshakeMessage.VERSION_WITH_INVITATIONS : ClientHandshake.VERSIONS[0];
    }

    /**
     * Asks over a new connection, which is of no use afterwards. Blocks as long as the streams do; closes neither.
     *
     * @throws IOException if the connection failed before anything was heard
     */
    public static Answer ask(InputStream in, OutputStream out, Offer offer, SecureRandom random) throws IOException {
        byte[] nonce = new byte[HandshakeMessage.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] kem = MlKem.encode(MlKem.generate(random).getPublic());
        HandshakeWire.send(out, new ClientHello(versions(offer), nonce, kem));
        byte[] length;
        try {
            length = in.readNBytes(Integer.BYTES);
        } catch (SocketTimeoutException e) {
            return new Answer.Silent();
        }
        int announced =
                length.length < Integer.BYTES ? 0 : ByteBuffer.wrap(length).getInt();
        if (announced < 1 || announced > Limits.MAX_HANDSHAKE_BYTES - Integer.BYTES) {
            return new Answer.Other(beginning(length, in));
        }
        byte[] payload;
        try {
            payload = in.readNBytes(announced);
        } catch (SocketTimeoutException e) {
            payload = length;
        }
        return payload.length < announced ? new Answer.Other("") : understood(payload);
    }

    private static short[] versions(Offer offer) {
        return switch (offer) {
            case OURS -> ClientHandshake.VERSIONS;
            case INVITED -> new short[] {HandshakeMessage.VERSION_WITH_INVITATIONS};
            case ALL -> {
                short[] all = new short[LAST_VERSION];
                for (int i = 0; i < all.length; i++) {
                    all[i] = (short) (i + 1);
                }
                yield all;
            }
        };
    }

    private static Answer understood(byte[] payload) {
        try {
            if (Alert.isAlert(payload)) {
                return new Answer.Refused(HandshakeAlerts.fault(Alert.decode(payload), false));
            }
            @Nullable Integer version = version(payload);
            if (version == null) {
                return new Answer.Other("");
            }
            if (!HandshakeMessage.contains(ClientHandshake.VERSIONS, version.shortValue())) {
                return new Answer.Server(version, Optional.empty());
            }
            return new Answer.Server(
                    version,
                    Optional.of(Fingerprint.of(ServerHello.decode(payload).identity())));
        } catch (ProtocolException e) {
            return new Answer.Other("");
        }
    }

    /** Returns the version in a server's first message, which is in the same place in every version so far. */
    private static @Nullable Integer version(byte[] payload) {
        return payload.length > Short.BYTES && payload[0] == ServerHello.TYPE
                ? Short.toUnsignedInt(ByteBuffer.wrap(payload, 1, Short.BYTES).getShort())
                : null;
    }

    private static String beginning(byte[] first, InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        try {
            byte[] more = new byte[MAX_BEGINNING - first.length];
            int read = first.length < Integer.BYTES ? -1 : in.read(more);
            all.write(more, 0, Math.max(0, read));
        } catch (IOException e) {
            // It sends no more, which changes nothing about what came before.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
