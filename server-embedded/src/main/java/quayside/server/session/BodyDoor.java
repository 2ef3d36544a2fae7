package quayside.server.session;

import java.io.IOException;
import java.util.Optional;
import quayside.protocol.channel.Channel;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.BodyRoom;
import quayside.server.guard.Source;
import quayside.server.text.ServerReason;

/**
 * Obtains the memory for bodies and listings of one session, and keeps its guest informed during the wait (PROTOCOL.md
 * section 4.3). For the session's thread.
 */
final class BodyDoor {
    private final BodyRoom room;
    private final Source source;
    private final BodyRoom.Mover mover;
    private final Channel channel;
    private final KeepAlive keepAlive;

    BodyDoor(BodyRoom room, Source source, BodyRoom.Mover mover, Channel channel, KeepAlive keepAlive) {
        this.room = room;
        this.source = source;
        this.mover = mover;
        this.channel = channel;
        this.keepAlive = keepAlive;
    }

    /** Room that is held until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Returns room for {@code bytes}. If none is free at once, flushes all earlier answers and blocks until there is.
     * The caller must hold no room.
     *
     * @throws IOException if the connection is at its end
     */
    Held enter(long bytes) throws IOException {
        Optional<Held> now = tryEnter(bytes);
        if (now.isPresent()) {
            return now.get();
        }
        channel.flush();
        BodyRoom.Place place = keepAlive.runInterruptibly(() -> {
            try {
                return room.enter(source, bytes, mover);
            } catch (InterruptedException e) {
                throw new ProtocolException(ServerReason.DOWNLOAD_NOT_AWAITED, e);
            }
        });
        return place::close;
    }

    /** Cuts the session, from any thread. */
    void cut() {
        mover.end();
    }

    /** Returns room for {@code bytes}; empty if none is free at once. */
    Optional<Held> tryEnter(long bytes) {
        return bytes == 0
                ? Optional.of(() -> {})
                : room.tryEnter(source, bytes, mover).map(place -> place::close);
    }
}
