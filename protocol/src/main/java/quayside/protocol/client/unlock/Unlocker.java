package quayside.protocol.client.unlock;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The locks that one call or transfer meets (PROTOCOL.md section 5.8): each is asked for once, and opened on each of its connections. Its passcodes are its own
 * and wiped by {@link #close}, once none of its threads is left. Thread-safe: while one thread asks, others that want to ask wait, until they are cancelled; nothing else waits.
 */
public final class Unlocker implements AutoCloseable {
    /** Locks that are opened for one request, so that a server which invents one after the other comes to an end. */
    public static final int MAX_LOCKS = 64;

    private final PasscodeCache session;
    private final Listener listener;
    private final Cancellation cancellation;
    private boolean asking;
    private final TransferPasscodes passcodes;
    private final Throttles throttles;
    private final OwnLock own;

    /** Is notified that everything waits for a passcode. */
    public interface Listener {
        Listener NONE = new Listener() {
            @Override
            public void asking(String sentence) {}

            @Override
            public void answered() {}
        };

        void asking(String sentence);

        void answered();
    }

    /**
     * For one call or transfer.
     *
     * @param own what new files are to be under; of its passcode a copy is taken; null for none
     * @param cancellation ends all waiting for answers
     */
    public Unlocker(PasscodeCache session, @Nullable NewLock own, Listener listener, Cancellation cancellation) {
        this.session = session;
        this.listener = listener;
        this.cancellation = cancellation;
        this.passcodes = new TransferPasscodes(session);
        this.throttles = session.throttles();
        this.own = new OwnLock(own, passcodes);
    }

    /** The lock that new files are to be under, once it is {@link #prepare made}. */
    public Optional<String> ownLock() {
        return own.id();
    }

    /**
     * Fails with {@link Fault#EXISTS} if what was sent is to be protected, and the file that was left in its place is not.
     *
     * @param lock of that file
     */
    public void requireProtected(String name, Optional<String> lock) throws ProtocolException {
        own.requireProtected(name, lock);
    }

    /** Makes the lock for new files, if there is to be one. */
    public void prepare(Connection connection) throws IOException {
        own.prepare(connection);
    }

    /**
     * The result of {@code call} over {@code connection}, after opening what it meets locked; fails as {@link RetryingConnection#call} and {@link #open}. Blocks for as long
     * as a person thinks.
     */
    public <T> T call(RetryingConnection connection, RetryingConnection.Call<T> call) throws ProtocolException {
        for (int locks = 0; ; locks++) {
            try {
                return connection.call(call);
            } catch (ProtocolException e) {
                if (FaultPolicy.of(e) != FaultPolicy.ASK
                        || e.lock().filter(connection::isOpen).isPresent()) {
                    throw e;
                }
                open(connection, e, locks);
            }
        }
    }

    /**
     * Opens the lock that {@code refused} names on {@code connection}, with a passcode that is known or given. Blocks for as long as a person thinks.
     *
     * @param earlier how many were opened for the same request before
     * @throws ProtocolException if it stays locked: {@link Fault#PASSCODE_NEEDED} because no passcode was given, {@link Fault#WRONG_PASSCODE} because it was
     *     wrong, {@link Fault#TOO_MANY_TRIES} with the lock for a while; {@link Fault#CANCELLED}, and those of the connection
     */
    public void open(RetryingConnection connection, ProtocolException refused, int earlier) throws ProtocolException {
        if (refused.lock().isEmpty()) {
            throw refused;
        }
        String lock = refused.lock().get();
        if (earlier >= MAX_LOCKS) {
            throw ProtocolException.locked("It is under more than " + MAX_LOCKS + " passcodes; it stays locked.", lock);
        }
        if (isOpenedByKnown(connection, lock)) {
            return;
        }
        requireUndecided(lock, refused);
        connection.flush();
        // One thread asks at a time; other calls of the same client are not held up.
        session.await(this, this::takesTurn, cancellation);
        try {
            // Another thread or another transfer may have been given it meanwhile.
            if (!isOpenedByKnown(connection, lock)) {
                requireUndecided(lock, refused);
                ask(connection, lock, refused);
            }
        } finally {
            endTurn();
        }
    }

    private synchronized boolean takesTurn() {
        boolean mine = !asking;
        asking = true;
        return mine;
    }

    private synchronized void endTurn() {
        asking = false;
        notifyAll();
    }

    private void ask(RetryingConnection connection, String lock, ProtocolException refused) throws ProtocolException {
        boolean again = false;
        while (true) {
            Duration wait = throttles.left(lock);
            Optional<PasscodePrompt.Answer> answer =
                    answer(new PasscodePrompt.Question(lock, refused.sentence(), again, wait));
            boolean early = throttles.isClosed(lock);
            if (answer.isEmpty()) {
                TransferPasscodes.Declined unsaid = again || session.isWrong(lock)
                        ? TransferPasscodes.Declined.WRONG
                        : TransferPasscodes.Declined.UNANSWERED;
                passcodes.decline(lock, wait.isZero() ? unsaid : TransferPasscodes.Declined.WAIT);
                requireUndecided(lock, refused);
            } else if (opensAsTold(connection, lock, answer.get())) {
                return;
            } else if (early) {
                // A prompt that does not wait would only answer so again.
                passcodes.decline(lock, TransferPasscodes.Declined.WAIT);
                requireUndecided(lock, refused);
            } else {
                again |= !throttles.isClosed(lock);
            }
        }
    }

    private Optional<PasscodePrompt.Answer> answer(PasscodePrompt.Question question) throws ProtocolException {
        listener.asking(question.sentence());
        try {
            return session.ask(question, cancellation);
        } finally {
            listener.answered();
        }
    }

    /** As {@link #opens}, by an answer of just now, whose outcome is reported. */
    private boolean opensAsTold(RetryingConnection connection, String lock, PasscodePrompt.Answer answer)
            throws ProtocolException {
        Passcode told = passcodes.hold(answer.passcode());
        boolean right = false;
        try {
            right = opens(connection::unlock, lock, new TransferPasscodes.Known(told, answer.remember()));
        } finally {
            session.tried(lock, right);
        }
        return right;
    }

    /** Fails if it was decided that {@code lock} stays locked. */
    private void requireUndecided(String lock, ProtocolException refused) throws ProtocolException {
        switch (passcodes.declined(lock)) {
            case null -> {}
            case UNANSWERED -> throw ProtocolException.locked(refused.sentence(), lock);
            case WRONG -> throw ProtocolException.wrongPasscode(lock);
            case WAIT -> throw throttles.locked(lock);
        }
    }

    private boolean isOpenedByKnown(RetryingConnection connection, String lock) throws ProtocolException {
        if (connection.isOpen(lock)) {
            return true;
        }
        for (TransferPasscodes.Known key = passcodes.known(lock);
                key != null && !throttles.isClosed(lock);
                key = passcodes.known(lock)) {
            if (opens(connection::unlock, lock, key)) {
                return true;
            }
        }
        return false;
    }

    /** How a lock is opened. */
    @FunctionalInterface
    private interface Opening {
        void unlock(String lock, Passcode passcode, boolean kept) throws IOException;
    }

    /** False if it is the wrong passcode, which is forgotten then, or may not be tried now. */
    private boolean opens(Opening opening, String lock, TransferPasscodes.Known key) throws ProtocolException {
        if (throttles.isClosed(lock)) {
            return false;
        }
        try {
            opening.unlock(lock, key.passcode(), key.kept());
        } catch (IOException broken) {
            ProtocolException e = FileProblem.local(broken);
            if (e.fault() == Fault.REFUSED) {
                passcodes.wrong(lock, key);
                return false;
            }
            if (e.fault() == Fault.TOO_MANY_TRIES && e.lock().isPresent()) {
                throttles.add(lock, e.retryAfter());
                return false;
            }
            throw e;
        }
        passcodes.right(lock, key);
        return true;
    }

    /** Opens on a new connection what this transfer has opened on others; what cannot be opened now is met again when it is needed. */
    public void replay(Connection connection) throws IOException {
        try {
            own.replay(connection);
        } catch (ProtocolException e) {
            requireOthersGoOn(e);
        }
        for (Map.Entry<String, TransferPasscodes.Known> each : passcodes.used().entrySet()) {
            try {
                if (!connection.isOpen(each.getKey())) {
                    boolean _ = opens(connection::unlock, each.getKey(), each.getValue());
                }
            } catch (ProtocolException e) {
                requireOthersGoOn(e);
            }
        }
    }

    private static void requireOthersGoOn(ProtocolException e) throws ProtocolException {
        if (FaultPolicy.endsTransfer(e) || FaultPolicy.of(e) == FaultPolicy.END_SOURCE) {
            throw e;
        }
    }

    @Override
    public void close() {
        passcodes.close();
    }
}
