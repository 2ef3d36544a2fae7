package quayside.app.ui.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Dialogs;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.unlock.PasscodePrompt;

/**
 * Asks the user for the passcodes of one share, once for each lock, however many transfers need it. An answer is tried
 * for one of them first, and used for the others if it was right. Each caller waits on its own thread. {@link #close}
 * leaves everything locked.
 */
final class PasscodeDesk implements PasscodePrompt, AutoCloseable {
    private final Supplier<String> share;

    /** Where questions are shown; empty once the window is closed, which would stay in memory with the client. */
    private Optional<Dialogs> dialogs;

    /** The open questions by lock; JavaFX thread only. */
    private final Map<String, PendingLock> open = new HashMap<>();

    private final Cancellation closing = new Cancellation();

    /** @param share supplies the share's name, escaped; called on the JavaFX thread */
    PasscodeDesk(Supplier<String> share, Dialogs dialogs) {
        this.share = share;
        this.dialogs = Optional.of(dialogs);
    }

    /** A call or transfer that waits for an answer. */
    private record Asker(String sentence, CompletableFuture<Optional<Answer>> answer) {
        /** Gives the asker its own copy of the passcode, which it wipes. Returns false if it no longer waits. */
        boolean accept(Answer given) {
            Answer copy = new Answer(given.passcode().copy(), given.remember());
            boolean accepted = answer.complete(Optional.of(copy));
            if (!accepted) {
                copy.passcode().close();
            }
            return accepted;
        }
    }

    /** A lock whose passcode is asked for. */
    private final class PendingLock {
        private final String lock;
        private final List<Asker> askers = new ArrayList<>();
        private @Nullable PasscodeQuestion question;

        /** The answer that is being tried for the first asker, while the others wait for the result. */
        private @Nullable Answer trying;

        PendingLock(String lock) {
            this.lock = lock;
        }

        void show(boolean again, Duration waitFor) {
            if (trying != null || askers.isEmpty()) {
                return;
            }
            PasscodeQuestion shown = question;
            if (shown == null) {
                PasscodeQuestion made = new PasscodeQuestion(share.get(), System::nanoTime, this::answered);
                question = made;
                made.show(sentences(), again, waitFor);
                dialogs.ifPresent(window -> window.show(made.dialog()));
            } else {
                shown.show(sentences(), again, waitFor);
            }
        }

        private List<String> sentences() {
            return askers.stream().map(Asker::sentence).distinct().toList();
        }

        private void answered(Optional<Answer> answer) {
            question = null;
            if (answer.isEmpty()) {
                cancelAll();
            } else {
                tryFor(answer.get());
            }
        }

        private void tryFor(Answer answer) {
            while (trying == null && !askers.isEmpty()) {
                if (askers.removeFirst().accept(answer)) {
                    trying = answer;
                }
            }
            if (trying == null) {
                answer.passcode().close();
                removeIfDone();
            }
        }

        void tried(boolean right) {
            Answer tried = trying;
            trying = null;
            if (tried != null && right) {
                askers.forEach(asker -> asker.accept(tried));
                askers.clear();
            } else {
                show(false, Duration.ZERO);
            }
            if (tried != null) {
                tried.passcode().close();
            }
            removeIfDone();
        }

        void withdraw(Asker asker) {
            askers.remove(asker);
            PasscodeQuestion shown = question;
            if (shown != null && askers.isEmpty()) {
                question = null;
                dialogs.ifPresent(window -> window.withdraw(shown.dialog()));
            } else {
                show(false, Duration.ZERO);
            }
            removeIfDone();
        }

        private void cancelAll() {
            askers.forEach(asker -> asker.answer().complete(Optional.empty()));
            askers.clear();
            removeIfDone();
        }

        private void removeIfDone() {
            if (askers.isEmpty() && trying == null) {
                open.remove(lock);
            }
        }
    }

    @Override
    public Optional<Answer> ask(Question question, Cancellation cancellation) {
        Asker asker = new Asker(Texts.words(question.sentence()), new CompletableFuture<>());
        Runnable leave = () -> {
            if (asker.answer().complete(Optional.empty())) {
                Platform.runLater(() ->
                        Optional.ofNullable(open.get(question.lock())).ifPresent(pending -> pending.withdraw(asker)));
            }
        };
        try (Cancellation.Registration _ = cancellation.onCancel(leave);
                Cancellation.Registration _ = closing.onCancel(leave)) {
            Platform.runLater(() -> {
                if (!asker.answer().isDone()) {
                    PendingLock pending = open.computeIfAbsent(question.lock(), PendingLock::new);
                    pending.askers.add(asker);
                    pending.show(question.again(), question.waitFor());
                }
            });
            return asker.answer().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave.run();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new AssertionError("answers are only ever given", e);
        }
    }

    @Override
    public void tried(String lock, boolean right) {
        Platform.runLater(() -> Optional.ofNullable(open.get(lock)).ifPresent(pending -> pending.tried(right)));
    }

    /** Ends all present and future questions without an answer. Callable from any thread. */
    @Override
    public void close() {
        closing.cancel();
        Platform.runLater(() -> dialogs = Optional.empty());
    }
}
