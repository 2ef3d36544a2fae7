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
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Opens the locks that one call or transfer meets (PROTOCOL.md section 5.8). It asks for each passcode once, and opens
 * the lock on each connection. It owns its passcodes. {@link #close} wipes them; call it once no thread uses this
 * object any more. Thread-safe. While one thread asks, the other threads that need an answer wait for it, unless they
 * are cancelled. Threads that need no answer do not wait.
 */
public final class Unlocker implements AutoCloseable {
    /** The maximum number of locks opened for one request, so that a server cannot invent locks without end. */
    public static final int MAX_LOCKS = 64;

    private final PasscodeCache session;
    private final Listener listener;
    private final Cancellation cancellation;
    private boolean asking;
    private final TransferPasscodes passcodes;
    private final Throttles throttles;
    private final OwnLock own;

    /** Is notified while everything waits for a passcode. */
    public interface Listener {
        Listener NONE = new Listener() {
            @Override
            public void asking(Sentence sentence) {}

            @Override
            public void answered() {}
        };

        void asking(Sentence sentence);

        void answered();
    }

    /**
     * Creates the unlocker of one call or transfer.
     *
     * @param own the lock that will protect new files, whose passcode is copied; null for none
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

    /** Returns the lock that protects new files, once it is {@link #prepare made}. */
    public Optional<String> ownLock() {
        return own.id();
    }

    /**
     * Throws {@link Fault#EXISTS} if the upload was to be protected and the existing file that was kept is not.
     *
     * @param lock the lock of that file
     */
    public void requireProtected(String name, Optional<String> lock) throws ProtocolException {
        own.requireProtected(name, lock);
    }

    /** Makes the lock for new files, if there is to be one. */
    public void prepare(Connection connection) throws IOException {
        own.prepare(connection);
    }

    /**
     * Returns the result of {@code call} over {@code connection}, after opening the locks that it meets. Throws as
     * {@link RetryingConnection#call} and {@link #open} do. Blocks until a person has answered.
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
     * Opens the lock that {@code refused} names on {@code connection}, with a known passcode or one that the prompt
     * gives. Blocks until a person has answered.
     *
     * @param earlier the number of locks opened for the same request before
     * @throws ProtocolException if the lock stays closed: {@link Fault#PASSCODE_NEEDED} if no passcode was given,
     *     {@link Fault#WRONG_PASSCODE} if it was wrong, {@link Fault#TOO_MANY_TRIES} with the lock if no passcode is
     *     accepted for a while. Also {@link Fault#CANCELLED} and the faults of the connection
     */
    public void open(RetryingConnection connection, ProtocolException refused, int earlier) throws ProtocolException {
        if (refused.lock().isEmpty()) {
            throw refused;
        }
        String lock = refused.lock().get();
        if (earlier >= MAX_LOCKS) {
            throw new ProtocolException(Reason.TOO_MANY_LOCKS, MAX_LOCKS).under(lock);
        }
        if (isOpenedByKnown(connection, lock)) {
            return;
        }
        requireUndecided(lock, refused);
        connection.flush();
        // One thread asks at a time. Other calls of the same client do not wait.
        session.await(this, this::takesTurn, cancellation);
        try {
            // Another thread or another transfer may have received the passcode meanwhile.
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
                TransferPasscodes.Declined noAnswer = again || session.isWrong(lock)
                        ? TransferPasscodes.Declined.WRONG
                        : TransferPasscodes.Declined.UNANSWERED;
                passcodes.decline(lock, wait.isZero() ? noAnswer : TransferPasscodes.Declined.WAIT);
                requireUndecided(lock, refused);
            } else if (opensWithAnswer(connection, lock, answer.get())) {
                return;
            } else if (early) {
                // Asking again would not help: a prompt that did not wait this time would not wait next time.
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

    /** Tries a new answer as {@link #opens} does, and reports its outcome to the prompt. */
    private boolean opensWithAnswer(RetryingConnection connection, String lock, PasscodePrompt.Answer answer)
            throws ProtocolException {
        Passcode given = passcodes.hold(answer.passcode());
        boolean right = false;
        try {
            right = opens(connection::unlock, lock, new TransferPasscodes.Known(given, answer.remember()));
        } finally {
            session.tried(lock, right);
        }
        return right;
    }

    /** Throws if it was decided that {@code lock} stays locked. */
    private void requireUndecided(String lock, ProtocolException refused) throws ProtocolException {
        switch (passcodes.declined(lock)) {
            case null -> {}
            case UNANSWERED -> throw refused;
            case WRONG -> throw new ProtocolException(Reason.WRONG_PASSCODE).under(lock);
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

    /** A way to open a lock. */
    @FunctionalInterface
    private interface Opening {
        void unlock(String lock, Passcode passcode, boolean kept) throws IOException;
    }

    /**
     * Returns whether {@code key} opens {@code lock}. If it is wrong, forgets it. Also returns false if it may not be
     * tried now.
     */
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

    /**
     * Opens on a new connection the locks that this transfer opened on others. A lock that cannot be opened now is
     * asked for again when it is needed.
     */
    public void replay(Connection connection) throws IOException {
        try {
            own.replay(connection);
        } catch (ProtocolException e) {
            throwIfEndsSource(e);
        }
        for (Map.Entry<String, TransferPasscodes.Known> each : passcodes.used().entrySet()) {
            try {
                if (!connection.isOpen(each.getKey())) {
                    boolean _ = opens(connection::unlock, each.getKey(), each.getValue());
                }
            } catch (ProtocolException e) {
                throwIfEndsSource(e);
            }
        }
    }

    private static void throwIfEndsSource(ProtocolException e) throws ProtocolException {
        if (FaultPolicy.concernsAllItems(e) || FaultPolicy.of(e) == FaultPolicy.END_SOURCE) {
            throw e;
        }
    }

    @Override
    public void close() {
        passcodes.close();
    }
}
