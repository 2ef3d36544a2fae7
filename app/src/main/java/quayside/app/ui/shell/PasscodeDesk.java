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
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.unlock.PasscodePrompt;

/**
 * Brings the questions for passcodes of one share before the user, one for each lock, however many transfers meet it: what is typed is tried for the first of them,
 * and used for the others once it was right. Whoever asks waits on a thread of its own. {@link #close} leaves everything locked.
 */
final class PasscodeDesk implements PasscodePrompt, AutoCloseable {
    private final Supplier<String> share;
    private final UiServices services;

    /** By lock; JavaFX thread only. */
    private final Map<String, Asked> open = new HashMap<>();

    private final Cancellation closing = new Cancellation();

    /** @param share its name, escaped; asked on the JavaFX thread */
    PasscodeDesk(Supplier<String> share, UiServices services) {
        this.share = share;
        this.services = services;
    }

    /** A call or transfer that waits. */
    private record Asker(String sentence, CompletableFuture<Optional<Answer>> answer) {
        /** Gives it a copy that is its own to wipe; false where it waits no more. */
        boolean takes(Answer given) {
            Answer copy = new Answer(given.passcode().copy(), given.remember());
            boolean taken = answer.complete(Optional.of(copy));
            if (!taken) {
                copy.passcode().close();
            }
            return taken;
        }
    }

    /** A lock that is asked for. */
    private final class Asked {
        private final String lock;
        private final List<Asker> askers = new ArrayList<>();
        private @Nullable PasscodeQuestion question;

        /** What is being tried for the first asker, while the others wait for how that goes. */
        private @Nullable Answer trying;

        Asked(String lock) {
            this.lock = lock;
        }

        void show(boolean again, Duration waitFor) {
            if (trying != null || askers.isEmpty()) {
                return;
            }
            PasscodeQuestion shown = question;
            if (shown == null) {
                shown = new PasscodeQuestion(share.get(), System::nanoTime, this::answered);
                question = shown;
                shown.show(sentences(), again, waitFor);
                services.dialogs().show(shown.dialog());
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
                leaveAll();
            } else {
                tryFor(answer.get());
            }
        }

        private void tryFor(Answer answer) {
            while (trying == null && !askers.isEmpty()) {
                if (askers.removeFirst().takes(answer)) {
                    trying = answer;
                }
            }
            if (trying == null) {
                answer.passcode().close();
                forgetIfOver();
            }
        }

        void tried(boolean right) {
            Answer tried = trying;
            trying = null;
            if (tried != null && right) {
                askers.forEach(asker -> asker.takes(tried));
                askers.clear();
            } else {
                show(false, Duration.ZERO);
            }
            if (tried != null) {
                tried.passcode().close();
            }
            forgetIfOver();
        }

        void leave(Asker asker) {
            askers.remove(asker);
            PasscodeQuestion shown = question;
            if (shown != null && askers.isEmpty()) {
                question = null;
                services.dialogs().withdraw(shown.dialog());
            } else {
                show(false, Duration.ZERO);
            }
            forgetIfOver();
        }

        private void leaveAll() {
            askers.forEach(asker -> asker.answer().complete(Optional.empty()));
            askers.clear();
            forgetIfOver();
        }

        private void forgetIfOver() {
            if (askers.isEmpty() && trying == null) {
                open.remove(lock);
            }
        }
    }

    @Override
    public Optional<Answer> ask(Question question, Cancellation cancellation) {
        Asker asker = new Asker(question.sentence(), new CompletableFuture<>());
        Runnable leave = () -> {
            if (asker.answer().complete(Optional.empty())) {
                Platform.runLater(
                        () -> Optional.ofNullable(open.get(question.lock())).ifPresent(asked -> asked.leave(asker)));
            }
        };
        try (Cancellation.Registration _ = cancellation.onCancel(leave);
                Cancellation.Registration _ = closing.onCancel(leave)) {
            Platform.runLater(() -> {
                if (!asker.answer().isDone()) {
                    Asked asked = open.computeIfAbsent(question.lock(), Asked::new);
                    asked.askers.add(asker);
                    asked.show(question.again(), question.waitFor());
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
        Platform.runLater(() -> Optional.ofNullable(open.get(lock)).ifPresent(asked -> asked.tried(right)));
    }

    /** Any thread; whoever asks, now or later, gets no answer. */
    @Override
    public void close() {
        closing.cancel();
    }
}
