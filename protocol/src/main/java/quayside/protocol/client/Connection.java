package quayside.protocol.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import quayside.protocol.channel.Channel;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Entry;
import quayside.protocol.message.From;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.message.Trailer;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** One admitted connection to a share, used by one caller at a time. {@link #close} cuts it, from any thread. */
final class Connection implements AutoCloseable {
    private final Channel channel;
    private final ReceivedBytes received;
    private final SentBytes sent;
    private final Fingerprint server;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private volatile boolean forOneCall;

    Connection(Channel channel, ReceivedBytes received, SentBytes sent, Fingerprint server) {
        this.channel = channel;
        this.received = received;
        this.sent = sent;
        this.server = server;
    }

    Channel channel() {
        return channel;
    }

    /** What went to the channel so far, and whether that may have left this computer. */
    SentBytes sent() {
        return sent;
    }

    /** How long the server has said nothing: so long at most it takes the connection for idle between two requests. */
    Duration silence() {
        return received.silence();
    }

    /** Whether it can go on after {@code fault}: the server answered in its turn, or nothing was said since {@code position}. */
    boolean isBetweenRequests(ProtocolException fault, long position) {
        return fault.fault().status() > 0
                || (isLocal(fault.fault()) && sent.position() == position && !channel.isClosed());
    }

    private static boolean isLocal(Fault fault) {
        return fault == Fault.LOCAL_STORAGE || fault == Fault.LOCAL_DENIED;
    }

    Fingerprint server() {
        return server;
    }

    /** Sends a request that has no body and returns its first answer; a {@link Response.Failed} is thrown. */
    Response ask(Request request) throws IOException {
        channel.send(request);
        channel.flush();
        return answer(Patience.with(request));
    }

    /** Between two requests, while this side is busy: asks for a sign of life before the server takes the connection for unused. */
    void keepAlive() throws IOException {
        if (silence().compareTo(Limits.STALL_TIMEOUT) > 0) {
            Response _ = ask(new Request.Ping());
        }
    }

    /** While the server waits: says that this side is busy, as often as is due (PROTOCOL.md section 4.3). */
    void sayBusy() throws IOException {
        if (System.nanoTime() - sent.movedNanos() > Limits.PROCESSING_INTERVAL.toNanos()) {
            channel.send(new Response.Processing());
            channel.flush();
        }
    }

    /** Whether a lock is open here. */
    boolean isOpen(String lock) {
        return open.contains(lock);
    }

    /** Opens a lock; fails as {@link #unlocked}. */
    void unlock(String lock, Passcode passcode, boolean kept) throws IOException {
        channel.send(new Request.Unlock(lock, passcode));
        channel.flush();
        unlocked(lock, kept);
    }

    /**
     * Reads the answer to an {@code UNLOCK}.
     *
     * @param kept whether somebody else may have the connection afterwards
     * @throws ProtocolException {@link Fault#REFUSED} where the passcode was wrong, {@link Fault#TOO_MANY_TRIES} with the lock
     */
    void unlocked(String lock, boolean kept) throws IOException {
        Response answer;
        try {
            answer = answer();
        } catch (ProtocolException e) {
            throw e.fault() == Fault.TOO_MANY_TRIES
                    ? ProtocolException.throttled(e.sentence(), lock, e.retryAfter())
                    : e;
        }
        if (!(answer instanceof Response.Done)) {
            throw unexpected(answer);
        }
        opened(lock, kept);
    }

    private void opened(String lock, boolean kept) {
        open.add(lock);
        if (!kept) {
            forOneCall = true;
        }
    }

    /** Whether nobody else may have it, because of what is open on it. */
    boolean isForOneCall() {
        return forOneCall;
    }

    /** Makes a lock, which is open here. */
    String makeLock(Passcode passcode) throws IOException {
        Response answer = ask(new Request.Lock(passcode));
        if (!(answer instanceof Response.Made made)) {
            throw unexpected(answer);
        }
        if (isOpen(made.lock())) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL, "The server gave a lock for a new one that is there already.");
        }
        opened(made.lock(), false);
        return made.lock();
    }

    /** What to do with a page of a listing. */
    @FunctionalInterface
    interface Pages {
        void take(List<Entry> entries) throws IOException;
    }

    /** Reads a listing, of which {@code first} is the first page, to its end; returns what it leaves out. */
    Omitted readListing(Response first, Pages pages) throws IOException {
        Response answer = first;
        long entries = 0;
        HashedNames seen = new HashedNames();
        Patience patience = new Patience(System::nanoTime, Patience.LONGEST);
        while (answer instanceof Response.Listing page) {
            entries += page.entries().size();
            if (entries > Limits.MAX_LISTING_ENTRIES
                    || (page.more() && page.entries().isEmpty())) {
                throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The server's listing of a folder has no end.");
            }
            // A disk that is changed meanwhile may tell a name twice; the first counts.
            pages.take(page.entries().stream()
                    .filter(entry -> seen.add(entry.name()))
                    .toList());
            if (!page.more()) {
                return page.omitted();
            }
            answer = answer(patience);
        }
        throw unexpected(answer);
    }

    /** The entry at {@code path}. */
    Entry describe(RemotePath path) throws IOException {
        channel.send(new Request.Stat(path));
        channel.flush();
        return described(path);
    }

    /** Reads the answer to a {@code STAT} of {@code path}. */
    Entry described(RemotePath path) throws IOException {
        Response answer = answer();
        if (!(answer instanceof Response.Described described)) {
            throw unexpected(answer);
        }
        Entry entry = described.entry();
        if (!entry.name().equals(path.name()) || (path.isRoot() && !entry.isFolder())) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL, "The server described another entry than was asked for.");
        }
        return entry;
    }

    /**
     * The next response, after as many {@link Response.Processing} as a client bears. A {@link
     * Response.Failed} is thrown with the server's sentence, made safe to show.
     */
    Response answer() throws IOException {
        return answer(new Patience(System::nanoTime, Patience.LONGEST));
    }

    /** As above, for which {@code patience} is had. */
    Response answer(Patience patience) throws IOException {
        Message message = receive();
        while (message instanceof Response.Processing) {
            patience.wearBy();
            message = receive();
        }
        patience.check();
        return switch (message) {
            case Response.Failed failed -> throw new ServerRefusal(failed).asException();
            case Response response -> response;
            case Goodbye goodbye ->
                throw new ProtocolException(
                        Fault.CONNECTION_LOST,
                        goodbye.reason().isEmpty()
                                ? "The host ended the connection."
                                : DisplayText.escape(goodbye.reason()));
            case Message other -> throw unexpected(other);
        };
    }

    /** While something moves in either direction no answer is too late. */
    private void awaitAnswer() throws IOException {
        long begun = System.nanoTime();
        while (!channel.awaitInput()) {
            if (sent.movedNanos() - begun <= 0) {
                throw new ProtocolException(Fault.CONNECTION_LOST, "The other side stopped answering.");
            }
            begun = System.nanoTime();
        }
    }

    private Message receive() throws IOException {
        awaitAnswer();
        try {
            return channel.receive();
        } catch (ProtocolException e) {
            if (e.fault() == Fault.MALFORMED) {
                throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The server's answer was not understood.", e);
            }
            throw e;
        }
    }

    /** For an answer that the request does not have. */
    static ProtocolException unexpected(Message answer) {
        String what = switch (answer) {
            case Request _ -> "a request";
            case Trailer _, Spoiled _ -> "the end of a file";
            case From _ -> "the beginning of a file";
            case Goodbye _ -> "its farewell";
            case Response.Proceed _ -> "leave to send a file";
            case Response.Content _ -> "a file";
            case Response _ -> "the answer to something else";
        };
        return new ProtocolException(
                Fault.BROKEN_PROTOCOL, "The server sent " + what + " where it had been asked for something else.");
    }

    /** Says goodbye without waiting for the answer. */
    void leave() {
        try {
            channel.send(new Request.Bye());
            channel.flush();
        } catch (IOException e) {
            // Gone already.
        } finally {
            channel.close();
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
