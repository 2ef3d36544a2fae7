package quayside.protocol.client.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.channel.RateLimit;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.From;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.message.Trailer;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * One admitted connection to a share, used by one caller at a time. Requests are answered in their order (PROTOCOL.md
 * section 4.3). {@link #send} returns a future, and a virtual thread reads the answers. While no answer is expected,
 * the caller may read directly. Any thread may {@link #close} the connection.
 */
public final class Connection implements AutoCloseable {
    /** A goodbye is one small frame, so its rest arrives at once. The time of the whole frame, however slow its bytes. */
    private static final Duration FAREWELL_TIMEOUT = Duration.ofSeconds(1);

    /** The longest wait for an answer while the host limits the speed. */
    private static final Duration MAX_SLOWED = Duration.ofMinutes(5);

    private final Channel channel;
    private final ReceivedBytes received;
    private final SentBytes sent;
    private final Fingerprint server;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private volatile boolean forOneCall;

    /** Whether the answer to the introduction is still expected. Those that read answers do so one after the other. */
    private volatile boolean introducing;

    private volatile Optional<Goodbye.Why> farewell = Optional.empty();

    /** What the host wrote in its goodbye. */
    private volatile String note = "";

    /** Whether the host limits the speed at present, so that much may be on its way for long. */
    private volatile BooleanSupplier slowed = () -> false;

    private final AnswerQueue answers = new AnswerQueue(this);

    /** Writes a request, and its body if it has one. */
    @FunctionalInterface
    interface RequestWriter {
        void write() throws IOException;
    }

    /** Reads an answer, on the thread that reads answers. A fault without a status ends the connection. */
    @FunctionalInterface
    public interface AnswerReader<T> {
        T read(Connection connection) throws IOException;
    }

    public Connection(Channel channel, ReceivedBytes received, SentBytes sent, Fingerprint server) {
        this.channel = channel;
        this.received = received;
        this.sent = sent;
        this.server = server;
    }

    public Channel channel() {
        return channel;
    }

    /** Returns the stream that counts the bytes sent, and reports whether they may have left this computer. */
    public SentBytes sent() {
        return sent;
    }

    /**
     * Returns the time since the server last sent something. By the server's count, the connection has not been idle
     * for longer.
     */
    Duration silence() {
        return received.silence();
    }

    /**
     * Returns whether the connection is usable after {@code fault}: the server sent it as an answer, or nothing was
     * sent since {@code position}.
     */
    boolean isBetweenRequests(ProtocolException fault, long position) {
        boolean unused = FaultPolicy.isLocal(fault) && sent.position() == position;
        return (FaultPolicy.keepsConnection(fault) || unused) && !channel.isClosed();
    }

    /** @param slowed returns whether the host limits the speed at present */
    void slowedWhile(BooleanSupplier slowed) {
        this.slowed = slowed;
    }

    /** Limits the speed of what is sent and of what is received, from now on. */
    void limit(RateLimit up, RateLimit down) {
        sent.limit(up);
        received.limit(down);
    }

    public Fingerprint server() {
        return server;
    }

    /**
     * Sends a request without waiting for earlier answers. It is buffered until {@link #flush}. One thread sends at a
     * time.
     */
    <T> AnswerQueue.Sent<T> send(RequestWriter request, AnswerReader<T> reader) {
        AnswerQueue.Sent<T> next = new AnswerQueue.Sent<>(reader, sent);
        if (answers.add(next)) {
            try {
                sent.moved();
                request.write();
                next.written();
            } catch (IOException e) {
                end(FileProblem.local(e));
            }
        }
        return next;
    }

    public void flush() {
        try {
            channel.flush();
        } catch (IOException e) {
            end(FileProblem.local(e));
        }
    }

    /** Ends the connection: nothing more is sent or read. The first reason counts. */
    void end(ProtocolException why) {
        answers.end(why);
        channel.close();
    }

    /** Closes the connection and waits until the reading thread has ended. */
    void closeAndWait() {
        close();
        answers.join();
    }

    private static ProtocolException closed() {
        return new ProtocolException(Reason.CONNECTION_CLOSED);
    }

    /**
     * Waits for an answer of {@link #send}, or for a stage of it. Blocks.
     *
     * @throws ProtocolException the fault that came instead; {@link Fault#CANCELLED} if the waiting thread is
     *     interrupted
     */
    public static <T> T await(CompletableFuture<T> answer) throws ProtocolException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw faultOf(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException(Reason.CANCELLED, e);
        }
    }

    private static ProtocolException faultOf(@Nullable Throwable cause) {
        return switch (cause) {
            case ProtocolException fault -> fault;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(cause);
        };
    }

    /** Sends a request without a body and waits for its first answer. Throws if that is a {@link Response.Failed}. */
    public Response ask(Request request) throws IOException {
        AnswerQueue.Sent<Response> asked =
                send(() -> channel.send(request), connection -> connection.answer(AnswerDeadline.of(request)));
        flush();
        return await(asked.answer());
    }

    /** Sends a request that is answered by {@link Response.Done}, and waits for that answer. */
    public void order(Request request) throws IOException {
        Response answer = ask(request);
        if (!(answer instanceof Response.Done)) {
            throw unexpected(answer);
        }
    }

    /**
     * Sends a ping if the server could soon count the connection as idle. Call it between two requests while this side
     * is busy.
     */
    public void keepAlive() throws IOException {
        if (silence().compareTo(Limits.STALL_TIMEOUT) > 0) {
            Response _ = ask(new Request.Ping());
        }
    }

    /** Reports to the waiting server that this side is busy, at the required interval (PROTOCOL.md section 4.3). */
    public void reportBusy() throws IOException {
        if (System.nanoTime() - sent.movedNanos() > Limits.PROCESSING_INTERVAL.toNanos()) {
            channel.send(new Response.Processing());
            channel.flush();
        }
    }

    /** Returns whether {@code lock} is open on this connection. */
    public boolean isOpen(String lock) {
        return open.contains(lock);
    }

    /** Opens a lock. Throws as {@link #unlocked} does. */
    public void unlock(String lock, Passcode passcode, boolean kept) throws IOException {
        AnswerQueue.Sent<Boolean> asked = send(
                () -> channel.send(new Request.Unlock(lock, passcode)), connection -> connection.unlocked(lock, kept));
        flush();
        boolean _ = await(asked.answer());
    }

    /**
     * Reads the answer to an {@code UNLOCK}; returns true.
     *
     * @param kept whether another call may use the connection afterwards
     * @throws ProtocolException {@link Fault#REFUSED} if the passcode is wrong, {@link Fault#TOO_MANY_TRIES} with the
     *     lock
     */
    boolean unlocked(String lock, boolean kept) throws IOException {
        Response answer;
        try {
            answer = answer();
        } catch (ProtocolException e) {
            throw e.fault() == Fault.TOO_MANY_TRIES ? e.under(lock) : e;
        }
        if (!(answer instanceof Response.Done)) {
            throw unexpected(answer);
        }
        opened(lock, kept);
        return true;
    }

    private void opened(String lock, boolean kept) {
        open.add(lock);
        if (!kept) {
            forOneCall = true;
        }
    }

    /** Returns whether a lock that is open on this connection forbids its use by other calls. */
    boolean isForOneCall() {
        return forOneCall;
    }

    /** Makes a lock, which is then open on this connection. Returns its id. */
    public String makeLock(Passcode passcode) throws IOException {
        Response answer = ask(new Request.Lock(passcode));
        if (!(answer instanceof Response.Made made)) {
            throw unexpected(answer);
        }
        if (isOpen(made.lock())) {
            throw new ProtocolException(Reason.LOCK_NOT_NEW);
        }
        opened(made.lock(), false);
        return made.lock();
    }

    /**
     * Reads the next response, after the {@link Response.Processing} messages that {@link AnswerDeadline} allows.
     * Throws if it is a {@link Response.Failed}.
     */
    public Response answer() throws IOException {
        return answer(AnswerDeadline.standard());
    }

    /** Reads the next response as {@link #answer()}, within {@code deadline}. */
    public Response answer(AnswerDeadline deadline) throws IOException {
        Message message = receive();
        while (message instanceof Response.Processing) {
            deadline.processing();
            message = receive();
        }
        deadline.check();
        return switch (message) {
            case Response.Failed failed -> throw refusal(failed);
            case Response response -> response;
            case Goodbye goodbye -> throw ended(goodbye);
            case Message other -> throw unexpected(other);
        };
    }

    /** Notes a goodbye that was read; returns the fault of the connection that it ended. */
    ProtocolException ended(Goodbye goodbye) {
        if (goodbye.why().isPresent()) {
            note = goodbye.note();
            farewell = goodbye.why();
            return ended(goodbye.why().get());
        }
        return goodbye.reason().isEmpty()
                ? new ProtocolException(Reason.HOST_ENDED)
                : new ProtocolException(Fault.CONNECTION_LOST, Sentence.said(goodbye.reason()));
    }

    /** Returns the fault of a connection that the host ended by this action. */
    static ProtocolException ended(Goodbye.Why why) {
        return new ProtocolException(
                switch (why) {
                    case STOPPED -> Reason.HOST_STOPPED;
                    case DISCONNECTED -> Reason.HOST_DISCONNECTED;
                    case BLOCKED -> Reason.HOST_BLOCKED;
                    case REVOKED -> Reason.HOST_REVOKED;
                    case EXPIRED -> Reason.INVITATION_ENDED;
                });
    }

    /** Returns the host's action that ended this connection, if a goodbye that was read reported one. */
    Optional<Goodbye.Why> farewell() {
        return farewell;
    }

    /** Returns what the host wrote to this client when it ended the connection, not escaped; empty if nothing. */
    String note() {
        return note;
    }

    /** Returns {@link #farewell}, after reading a goodbye that arrived while the connection was idle. */
    Optional<Goodbye.Why> readFarewell() {
        if (farewell.isEmpty() && !channel.isClosed() && channel.answerWaiting()) {
            try (Deadline _ = new Deadline(FAREWELL_TIMEOUT, channel::close)) {
                if (channel.receive() instanceof Goodbye goodbye) {
                    note = goodbye.note();
                    farewell = goodbye.why();
                }
            } catch (IOException e) {
                // The connection has ended without a reason.
            }
        }
        return farewell;
    }

    /** Returns the failure as an exception with the server's sentence. */
    private static ProtocolException refusal(Response.Failed failed) {
        Sentence sentence = Sentence.said(failed.sentence());
        if (failed.sentence().isEmpty()) {
            sentence = Sentence.of(Phrase.REFUSED_STATUS, failed.status());
        } else if (failed.fault() == Fault.UNKNOWN_STATUS) {
            sentence = Sentence.of(Phrase.SAID_WITH_STATUS, sentence, failed.status());
        }
        ProtocolException refused = new ProtocolException(failed.fault(), sentence);
        if (failed.fault() == Fault.PASSCODE_NEEDED && failed.lock().isPresent()) {
            return refused.under(failed.lock().get());
        }
        return refused.retryAfter(Duration.ofSeconds(failed.retryAfterSeconds()));
    }

    /**
     * Waits for input. The wait times out only if nothing moves in either direction. While the host limits the speed, it
     * may be longer, because what was sent is still on its way.
     */
    private void awaitAnswer() throws IOException {
        long begun = System.nanoTime();
        long patientUntil = begun + MAX_SLOWED.toNanos();
        while (!channel.awaitInput()) {
            boolean patient = slowed.getAsBoolean() && patientUntil - System.nanoTime() > 0;
            if (sent.movedNanos() - begun <= 0 && !patient) {
                throw new ProtocolException(Reason.STOPPED_ANSWERING);
            }
            begun = System.nanoTime();
        }
    }

    /**
     * Sends a ping that introduces this client, together with the next request. Nobody waits for its answer, which is
     * dropped when it comes before the answer to that request.
     */
    void introduce(Request.Ping ping) throws IOException {
        channel.send(ping);
        introducing = true;
    }

    private Message receive() throws IOException {
        Message message = receiveNext();
        if (!introducing || message instanceof Response.Processing) {
            return message;
        }
        introducing = false;
        return message instanceof Response.Pong || message instanceof Response.Failed ? receiveNext() : message;
    }

    private Message receiveNext() throws IOException {
        awaitAnswer();
        try {
            return channel.receive();
        } catch (ProtocolException e) {
            if (e.fault() == Fault.MALFORMED) {
                throw new ProtocolException(Reason.ANSWER_NOT_UNDERSTOOD, e);
            }
            throw e;
        }
    }

    /** Returns the exception for an answer that does not belong to the request. */
    public static ProtocolException unexpected(Message answer) {
        Phrase what = switch (answer) {
            case Request _ -> Phrase.A_REQUEST;
            case Trailer _, Spoiled _ -> Phrase.AN_END;
            case From _ -> Phrase.A_BEGINNING;
            case Goodbye _ -> Phrase.A_FAREWELL;
            case Response.Proceed _ -> Phrase.LEAVE_TO_SEND;
            case Response.Content _ -> Phrase.A_FILE;
            case Response _ -> Phrase.ANOTHER_ANSWER;
        };
        return new ProtocolException(Reason.ANSWER_OUT_OF_PLACE, what);
    }

    /** Sends goodbye, without waiting for the answer, and closes the connection. */
    void leave() {
        try {
            channel.send(new Request.Bye());
            channel.flush();
        } catch (IOException e) {
            // The connection has ended already.
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        end(closed());
    }
}
