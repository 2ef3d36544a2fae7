package quayside.server.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
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
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Admission;
import quayside.server.guard.BodyRoom;
import quayside.server.guard.Deadlines;
import quayside.server.guard.Source;
import quayside.server.text.ServerPhrase;

/**
 * One connection of a guest. {@link #run} needs a thread of its own, and returns with the socket closed when the
 * connection is over. It does not throw, whatever the guest sends. The other methods may be called from any thread.
 */
public final class Session implements Runnable, Admission.Occupant {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** The time that a guest has to read on another connection why its transfer will be cut. */
    private static final Duration BEFORE_CUT = Duration.ofMillis(200);

    /** The time that a guest has to read the last answers and why the session ends. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final SessionContext context;
    private final Socket socket;
    private final Listener listener;
    private final SocketMeter meter;
    private final SessionState state;
    private final Activity activity;
    private volatile @Nullable KeepAlive keepAlive;
    private volatile @Nullable Grant grant;
    private volatile boolean cutHere;
    private volatile boolean pausedHere;
    private volatile Steering steering = new Steering(Response.Orders.NONE);

    /** Held while anything is sent to a guest that watches the orders of the host, because two threads may do so. */
    private final ReentrantLock sending = new ReentrantLock();

    /** The orders that the guest was sent last; null if it does not watch them. {@link #sending} guards it. */
    private Response.@Nullable Orders told;

    private volatile boolean watches;
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile @Nullable Channel open;
    private boolean goodbye;

    /** Whether the guest is being told why the session ends, which has its own bound of time. */
    private final AtomicBoolean parting = new AtomicBoolean();

    /** Is notified of the beginning and the end of a session as well. */
    public interface Listener extends SessionListener {
        /** Reports that the connection was not admitted; no other event follows. */
        void refused(Sentence reason);

        /**
         * Reports, like {@link #refused}, that the connection was not admitted because of a wrong access key: one
         * counted guess.
         */
        void guessedWrong(Sentence reason);

        /** Reports that the handshake is complete. */
        void joined(Session session);

        /**
         * Reports that the admitted connection is over; no other event follows.
         *
         * @param session the one that joined
         * @param goodbye whether either side sent a goodbye; false if the connection was cut
         */
        void left(Session session, boolean goodbye);
    }

    /** Takes over {@code socket}. */
    public Session(SessionContext context, Socket socket, Traffic traffic, Listener listener) {
        this.context = context;
        this.socket = socket;
        this.listener = listener;
        this.meter = new SocketMeter(traffic, context.nanos());
        this.activity = new Activity(meter::bytes);
        this.state = new SessionState(socket, context.nanos());
    }

    public InetAddress address() {
        return socket.getInetAddress();
    }

    /** Returns the name of the invitation by which the guest came, not escaped; empty if there is none. */
    public String invitation() {
        Grant now = grant;
        return now == null ? "" : now.invitation();
    }

    /** Returns what the guest does now, for display. */
    public Activity.Now activity() {
        return activity.now();
    }

    /** Returns the bytes on the wire so far, of both directions. */
    public long bytes() {
        return meter.bytes();
    }

    /** Returns the bytes that were sent to the guest; the others were received. */
    public long sent() {
        return meter.sent();
    }

    /** Lets the session obey these orders of the host from now on. */
    public void steer(Steering next) {
        steering = next;
        meter.steer(next);
        ordered();
    }

    /**
     * Obeys orders that have changed: the transfer of a paused guest is cut, and a guest that watches the orders is told.
     * Returns at once.
     */
    public void ordered() {
        if (steering.orders().paused() && activity.isTransferring()) {
            try {
                var _ = context.deadlines().after(BEFORE_CUT, this::cutIfPaused);
            } catch (RejectedExecutionException e) {
                // The server is stopping.
            }
        } else if (watches && telling.compareAndSet(false, true)) {
            // A guest that does not read must not hold up whoever gave the order.
            Thread.ofVirtual().name("quayside-session-orders").start(this::tell);
        }
    }

    private void cutIfPaused() {
        if (steering.orders().paused() && activity.isTransferring()) {
            pausedHere = true;
            cut();
        }
    }

    private void tell() {
        sending.lock();
        try {
            telling.set(false);
            if (parting.get()) {
                // Nothing follows the goodbye: the guest would lose it to a connection that is reset.
                return;
            }
            Response.Orders now = steering.orders();
            Channel channel = open;
            if (channel != null && told != null && !now.equals(told)) {
                told = now;
                channel.send(now);
                channel.flush();
            }
        } catch (IOException e) {
            cut();
        } finally {
            sending.unlock();
        }
    }

    /** Returns the answer to a guest that wants to be told the orders of the host. The caller holds {@link #sending}. */
    private Response watch() {
        watches = true;
        Response.Orders now = steering.orders();
        told = now;
        return now;
    }

    /** Returns whether this side cut the connection because the host has paused the guest. */
    public boolean isPausedHere() {
        return pausedHere;
    }

    /** Ends the session after the request that is being answered, if any. The guest is sent {@code reason}. */
    public void end(ServerPhrase reason) {
        state.end(reason);
    }

    /**
     * Ends the session at once. The guest is sent {@code reason}. If it is in the middle of a transfer, it has a moment
     * to read that on another connection before this one is cut.
     */
    public void dismiss(ServerPhrase reason) {
        dismiss(reason, "");
    }

    /** Ends the session as {@link #dismiss(ServerPhrase)}; {@code note} is what the host wrote to the guest about it. */
    public void dismiss(ServerPhrase reason, String note) {
        if (state.end(reason, note)) {
            return;
        }
        try {
            var _ = context.deadlines().after(BEFORE_CUT, this::cutUnlessOver);
        } catch (RejectedExecutionException e) {
            cut();
        }
    }

    private void cutUnlessOver() {
        if (!parting.get()) {
            cut();
        }
    }

    /** Returns whether this side cut the connection. */
    public boolean isCutHere() {
        return cutHere;
    }

    /** Ends the session at once, whatever it does. */
    public void cut() {
        cutHere = true;
        Sockets.cut(socket);
        KeepAlive running = keepAlive;
        if (running != null) {
            running.guestGone();
        }
    }

    @Override
    public OptionalLong idleSince() {
        return state.idleSince();
    }

    @Override
    public long movedLately() {
        return meter.bytesLately();
    }

    @Override
    public void makeRoom() {
        // Somebody waits for the place.
        if (!state.end(ServerPhrase.MADE_ROOM)) {
            cut();
        }
    }

    /**
     * Cuts the session if its guest has stopped reading, and ends it if a request takes too long to arrive; to be
     * called periodically.
     */
    public void endIfStalled() {
        meter.mark();
        if (meter.isStalled(context.times().stall())) {
            cut();
        }
        state.endIfIdle(context.times().idle(), ServerPhrase.IDLE_TOO_LONG);
    }

    @Override
    public void run() {
        try (socket) {
            SessionHandshake.Admitted admitted = enter();
            if (admitted != null) {
                grant = admitted.grant();
                Optional<Invitation.Why> end = admitted.grant().end();
                if (end.isPresent()) {
                    refuseUninvited(admitted, end.get());
                    return;
                }
                listener.joined(this);
                try {
                    serve(admitted);
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

    /**
     * Returns the mover for the speed check. A slow session is cut without a goodbye: it is in the middle of a body, or
     * its guest reads nothing.
     */
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

    /** Tells a guest that has proved the key of its invitation that the invitation has ended. */
    private void refuseUninvited(SessionHandshake.Admitted admitted, Invitation.Why why) throws IOException {
        listener.refused(Sentence.of(
                why == Invitation.Why.REVOKED ? ServerPhrase.CAME_REVOKED : ServerPhrase.CAME_EXPIRED,
                admitted.grant().invitation()));
        admitted.channel().send(goodbye(words(why), ""));
        admitted.channel().flush();
        Sockets.closeGently(socket, context.deadlines());
    }

    private static ServerPhrase words(Invitation.Why why) {
        return why == Invitation.Why.REVOKED ? ServerPhrase.INVITATION_REVOKED : ServerPhrase.INVITATION_ENDED;
    }

    /**
     * Ends the session if its invitation has ended: at once, even in a transfer, or after the running request if only
     * the downloads are used up. Ends it at once, too, if the folder of its invitation has another path now. To be called
     * periodically and when invitations change.
     */
    public void endIfUninvited() {
        Grant now = grant;
        if (now != null && now.isElsewhere()) {
            dismiss(ServerPhrase.FOLDERS_CHANGED);
            return;
        }
        Optional<Invitation.Why> end = now == null ? Optional.empty() : now.end();
        if (end.isEmpty()) {
            return;
        }
        if (end.get() == Invitation.Why.USED_UP) {
            end(words(end.get()));
        } else {
            dismiss(words(end.get()));
        }
    }

    private SessionHandshake.@Nullable Admitted enter() {
        try {
            return new SessionHandshake(context, socket, meter).open();
        } catch (IOException e) {
            if (state.ending() == null) {
                reportRefused(e);
            }
            Sockets.closeGently(socket, context.deadlines());
            return null;
        }
    }

    private void reportRefused(IOException why) {
        switch (why) {
            case ProtocolException guess
            when guess.fault() == Fault.WRONG_KEY -> listener.guessedWrong(guess.sentence());
            case ProtocolException named -> listener.refused(named.sentence());
            default -> listener.refused(Sentence.of(ServerPhrase.ENDED_TOO_SOON));
        }
    }

    private void serve(SessionHandshake.Admitted admitted) throws IOException {
        Channel channel = admitted.channel();
        KeepAlive keepAlive =
                new KeepAlive(channel, context.deadlines(), context.times().processing());
        this.keepAlive = keepAlive;
        this.open = channel;
        state.open();
        Source source = Source.of(socket.getInetAddress());
        BodyDoor door = new BodyDoor(context.bodies(), source, mover(), channel, keepAlive);
        OpenLocks locks = new OpenLocks();
        RequestContext session = new RequestContext(
                context.storage().with(locks, source.network()).whileValid(admitted.grant()::isHere),
                admitted.grant(),
                locks,
                channel,
                keepAlive,
                door,
                activity,
                listener,
                () -> steering.orders(),
                this::watch,
                context.clock(),
                context.nanos());
        try (RequestHandler handler = new RequestHandler(context, session, source)) {
            try {
                while (!goodbye && answerNext(channel, handler)) {
                    activity.browsing();
                }
            } catch (ProtocolException e) {
                if (state.ending() == null) {
                    throw e;
                }
            } catch (RuntimeException e) {
                LOG.error("A request could not be answered", e);
                sending.lock();
                try {
                    handler.reportServerError();
                } finally {
                    sending.unlock();
                }
                Sockets.closeGently(socket, context.deadlines());
                return;
            }
        }
        ServerPhrase ending = state.ending();
        if (ending != null) {
            goodbye = true;
            parting.set(true);
            // A guest that does not read may hold up the orders that are being sent, and with them the goodbye.
            try (Deadlines.Deadline _ = context.deadlines().after(FAREWELL, this::cut)) {
                sendGoodbye(channel, ending);
            } catch (IOException e) {
                // The guest is already gone.
            }
            // Requests that are not answered any more may have arrived.
            Sockets.closeGently(socket, context.deadlines());
        }
    }

    private void sendGoodbye(Channel channel, ServerPhrase ending) throws IOException {
        sending.lock();
        try {
            channel.send(goodbye(ending, state.note()));
            channel.flush();
        } finally {
            sending.unlock();
        }
    }

    /**
     * Answers the next request, and together with it the small transfers that are requested right after it. Returns
     * whether another may follow.
     */
    private boolean answerNext(Channel channel, RequestHandler handler) throws IOException {
        channel.readTimeout(context.times().idle());
        Message message = receive(channel, handler);
        if (message == null) {
            return channel.isInStep();
        }
        endIfUninvited();
        if (!state.begin()) {
            return false;
        }
        sending.lock();
        try {
            return answerAll(channel, handler, message);
        } finally {
            sending.unlock();
        }
    }

    /** Notes the end of the invitation between two requests; returns false if no further one will be answered. */
    private boolean goesOn() {
        Grant now = grant;
        if (now != null && now.isElsewhere()) {
            end(ServerPhrase.FOLDERS_CHANGED);
        } else if (now != null) {
            now.end().ifPresent(why -> end(words(why)));
        }
        return state.ending() == null;
    }

    private boolean answerAll(Channel channel, RequestHandler handler, Message first) throws IOException {
        Message message = first;
        channel.readTimeout(context.times().stall());
        boolean continues = answer(channel, handler, message);
        while (continues && handler.isCollecting() && channel.answerWaiting() && goesOn()) {
            message = receive(channel, handler);
            continues = message == null ? channel.isInStep() : answer(channel, handler, message);
        }
        if (!continues) {
            return false;
        }
        handler.finish();
        return state.finish();
    }

    /**
     * Returns the next message, or null if it was malformed and this was answered. If a body may follow it, nothing
     * more is read (PROTOCOL.md section 4.3).
     */
    private @Nullable Message receive(Channel channel, RequestHandler handler) throws IOException {
        try {
            return channel.receive();
        } catch (ProtocolException e) {
            sending.lock();
            try {
                if (e.getCause() instanceof SocketTimeoutException) {
                    channel.closeWith(goodbye(ServerPhrase.IDLE_TOO_LONG, ""));
                }
                if (e.fault() != Fault.MALFORMED) {
                    throw e;
                }
                handler.refuse(e);
            } finally {
                sending.unlock();
            }
            if (!channel.isInStep()) {
                Sockets.closeGently(socket, context.deadlines());
            }
            return null;
        }
    }

    private static Goodbye goodbye(ServerPhrase ending, String note) {
        Optional<Goodbye.Why> why = switch (ending) {
            case HOST_STOPPED -> Optional.of(Goodbye.Why.STOPPED);
            case HOST_DISCONNECTED_YOU -> Optional.of(Goodbye.Why.DISCONNECTED);
            case HOST_BLOCKED_YOU -> Optional.of(Goodbye.Why.BLOCKED);
            case INVITATION_REVOKED -> Optional.of(Goodbye.Why.REVOKED);
            case INVITATION_ENDED -> Optional.of(Goodbye.Why.EXPIRED);
            default -> Optional.empty();
        };
        return new Goodbye(Sentence.of(ending).toString(), why, note);
    }

    /** Returns whether the connection continues. */
    private boolean answer(Channel channel, RequestHandler handler, Message message) throws IOException {
        switch (message) {
            case Request.Bye _ -> {
                handler.finish();
                goodbye = true;
                channel.closeWith(new Goodbye(""));
                return false;
            }
            case Goodbye _ -> {
                handler.finish();
                goodbye = true;
                channel.close();
                return false;
            }
            case Request request -> {
                if (!handler.answer(request)) {
                    Sockets.closeGently(socket, context.deadlines());
                    return false;
                }
            }
            case Response _, Trailer _, Spoiled _, From _ -> handler.refuseOutOfTurn();
        }
        return true;
    }
}
