package quayside.server.session;

import java.io.IOException;
import java.util.Optional;
import quayside.protocol.channel.Channel;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.BodyRoom;
import quayside.server.guard.Source;

/** Where one session gets the memory for bodies and listings: its guest hears that it waits for it (PROTOCOL.md section 4.3). For the session's thread. */
final class BodyDoor {
    private final BodyRoom room;
    private final Source source;
    private final BodyRoom.Mover mover;
    private final Channel channel;
    private final LongWork work;

    BodyDoor(BodyRoom room, Source source, BodyRoom.Mover mover, Channel channel, LongWork work) {
        this.room = room;
        this.source = source;
        this.mover = mover;
        this.channel = channel;
        this.work = work;
    }

    /** Room that is held. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Room for {@code bytes}; blocks until there is some, after all that was said before is sent. To be called where nothing is held.
     *
     * @throws IOException where the connection is at its end
     */
    Held enter(long bytes) throws IOException {
        Optional<Held> now = tryEnter(bytes);
        if (now.isPresent()) {
            return now.get();
        }
        channel.flush();
        BodyRoom.Place place = work.whileTheGuestWaits(() -> {
            try {
                return room.enter(source, bytes, mover);
            } catch (InterruptedException e) {
                throw new ProtocolException(Fault.CONNECTION_LOST, "Nobody waits for this file any more.", e);
            }
        });
        return place::close;
    }

    /** Cuts the session, from any thread. */
    void cut() {
        mover.end();
    }

    /** Room for {@code bytes}; empty where there is none at once. */
    Optional<Held> tryEnter(long bytes) {
        return bytes == 0
                ? Optional.of(() -> {})
                : room.tryEnter(source, bytes, mover).map(place -> place::close);
    }
}
