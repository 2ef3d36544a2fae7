package quayside.server.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.From;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.message.Trailer;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Admission;
import quayside.server.guard.BodyRoom;
import quayside.server.guard.Source;

/**
 * One connection of a guest. {@link #run} lives on a thread of its own and returns when the connection is over, with the socket
 * closed; the other methods may be called from any thread. No input makes {@code run} throw.
 */
public final class Session implements Runnable, Admission.Occupant {
    /** The {@link #activity} of a guest between transfers. */
    public static final String BROWSING = "browsing";

    private static final String IDLE_TOO_LONG = "Nothing was asked for a while.";
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final SessionContext context;
    private final Socket socket;
    private final SessionListener listener;
    private final Meter meter;
    private final Turn turn;
    private final Activity activity = new Activity();
    private volatile @Nullable LongWork work;
    private boolean goodbye;

    /** Takes over {@code socket}. */
    public Session(SessionContext context, Socket socket, Traffic traffic, SessionListener listener) {
        this.context = context;
        this.socket = socket;
        this.listener = listener;
        this.meter = new Meter(traffic, context.nanos());
        this.turn = new Turn(socket, context.nanos());
    }

    /** The guest's address. */
    public InetAddress address() {
        return socket.getInetAddress();
    }

    /** What the guest does now, for display. */
    public String activity() {
        return activity.text();
    }

    /** Bytes on the wire so far, both directions. */
    public long bytes() {
        return meter.bytes();
    }

    /** Ends the session after the request that is being answered, if any; the guest is told {@code reason}. */
    public void end(String reason) {
        turn.end(reason);
    }

    /** Ends the session at once; the guest is told {@code reason} unless it is in the middle of a transfer. */
    public void dismiss(String reason) {
        if (!turn.end(reason)) {
            cut();
        }
    }

    /** Ends the session at once, whatever it does. */
    public void cut() {
        Sockets.cut(socket);
        LongWork running = work;
        if (running != null) {
            running.guestGone();
        }
    }

    @Override
    public OptionalLong idleSince() {
        return turn.idleSince();
    }

    @Override
    public long movedLately() {
        return meter.bytesLately();
    }

    @Override
    public void makeRoom() {
        dismiss(
                "The share was full, and this connection made room for another guest; connect again when it is needed.");
    }

    /** Cuts the session if its guest has stopped reading, and ends it if a request takes too long to arrive; to be called from time to time. */
    public void endIfStalled() {
        meter.mark();
        if (meter.isStalled(context.times().stall())) {
            cut();
        }
        turn.endIfIdle(context.times().idle(), IDLE_TOO_LONG);
    }

    @Override
    public void run() {
        try (socket) {
            Channel channel = enter();
            if (channel != null) {
                listener.joined(this);
                try {
                    serve(channel);
                } finally {
                    listener.left(this, goodbye);
                }
            }
        } catch (IOException e) {
            LOG.debug("A connection was lost", e);
        } catch (RuntimeException e) {
            LOG.error("A connection failed", e);
        }
    }

    /** What is ended because of its slowness is only cut: it is in the middle of a body, or reads nothing. */
    private BodyRoom.Mover mover() {
        return new BodyRoom.Mover() {
            @Override
            public long moved() {
                return meter.bytes();
            }

            @Override
            public void end() {
                cut();
            }
        };
    }

    private @Nullable Channel enter() {
        try {
            return new Entrance(context, socket, meter).open();
        } catch (IOException e) {
            if (turn.ending() == null) {
                tellRefused(e);
            }
            Sockets.closeGently(socket, context.deadlines());
            return null;
        }
    }

    private void tellRefused(IOException why) {
        switch (why) {
            case ProtocolException guess
            when guess.fault() == Fault.WRONG_KEY -> listener.guessedWrong(guess.sentence());
            case ProtocolException named -> listener.refused(named.sentence());
            default -> listener.refused("The connection ended too soon.");
        }
    }

    private void serve(Channel channel) throws IOException {
        LongWork beside =
                new LongWork(channel, context.deadlines(), context.times().processing());
        work = beside;
        turn.open();
        Source source = Source.of(socket.getInetAddress());
        BodyDoor door = new BodyDoor(context.bodies(), source, mover(), channel, beside);
        try (Verbs verbs = new Verbs(context, channel, beside, door, activity, source, listener)) {
            try {
                while (!goodbye && answerNext(channel, verbs)) {
                    activity.browsing();
                }
            } catch (ProtocolException e) {
                if (turn.ending() == null) {
                    throw e;
                }
            } catch (RuntimeException e) {
                LOG.error("A request could not be answered", e);
                verbs.sayFailed();
                Sockets.closeGently(socket, context.deadlines());
                return;
            }
        }
        String ending = turn.ending();
        if (ending != null) {
            goodbye = true;
            channel.closeWith(new Goodbye(ending));
        }
    }

    /** Answers the next request, and small transfers together with those that are asked for right behind; returns whether another may follow. */
    private boolean answerNext(Channel channel, Verbs verbs) throws IOException {
        channel.readTimeout(context.times().idle());
        Message message = receive(channel, verbs);
        if (message == null) {
            return channel.isInStep();
        }
        if (!turn.begin()) {
            return false;
        }
        channel.readTimeout(context.times().stall());
        boolean goesOn = answer(channel, verbs, message);
        while (goesOn && verbs.isCollecting() && channel.answerWaiting()) {
            message = receive(channel, verbs);
            goesOn = message == null ? channel.isInStep() : answer(channel, verbs, message);
        }
        if (!goesOn) {
            return false;
        }
        verbs.finish();
        return turn.finish();
    }

    /** The next message, or null where it was none and has been answered so; where a body may follow nothing more is read (PROTOCOL.md section 4.3). */
    private @Nullable Message receive(Channel channel, Verbs verbs) throws IOException {
        try {
            return channel.receive();
        } catch (ProtocolException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                channel.closeWith(new Goodbye(IDLE_TOO_LONG));
            }
            if (e.fault() != Fault.MALFORMED) {
                throw e;
            }
            verbs.refuse(e);
            if (!channel.isInStep()) {
                Sockets.closeGently(socket, context.deadlines());
            }
            return null;
        }
    }

    /** Returns whether the connection goes on. */
    private boolean answer(Channel channel, Verbs verbs, Message message) throws IOException {
        switch (message) {
            case Request.Bye _ -> {
                verbs.finish();
                goodbye = true;
                channel.closeWith(new Goodbye(""));
                return false;
            }
            case Goodbye _ -> {
                verbs.finish();
                goodbye = true;
                channel.close();
                return false;
            }
            case Request request -> {
                if (!verbs.answer(request)) {
                    Sockets.closeGently(socket, context.deadlines());
                    return false;
                }
            }
            case Response _, Trailer _, Spoiled _, From _ -> verbs.refuseOutOfTurn();
        }
        return true;
    }
}
