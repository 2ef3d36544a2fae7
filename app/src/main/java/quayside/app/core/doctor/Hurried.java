package quayside.app.core.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import quayside.protocol.client.connection.Cancellation;

/**
 * A computer that is asked until a limit. What it has not answered then, and what it is asked later, counts as not
 * answered: a program of the system or a name server may take as long as it likes.
 */
final class Hurried implements Computer {
    private final Computer computer;
    private final Cancellation limit;

    Hurried(Computer computer, Cancellation limit) {
        this.computer = computer;
        this.limit = limit;
    }

    private <T> T ask(Callable<T> question) throws IOException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try (Cancellation.Registration _ = limit.onCancel(() -> answer.cancel(false))) {
            if (!answer.isDone()) {
                Thread.ofVirtual().name("doctor-question").start(() -> answer(question, answer));
            }
            return answer.join();
        } catch (CancellationException e) {
            throw new SocketTimeoutException("The limit is over");
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e;
        }
    }

    private static <T> void answer(Callable<T> question, CompletableFuture<T> answer) {
        try {
            T found = question.call();
            if (!answer.complete(found) && found instanceof Socket socket) {
                // Nobody waits for it any more.
                socket.close();
            }
        } catch (Exception e) {
            answer.completeExceptionally(e);
        }
    }

    @Override
    public Kind kind() {
        return computer.kind();
    }

    @Override
    public List<Place> places() throws IOException {
        return ask(computer::places);
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        try {
            return ask(() -> computer.resolve(host));
        } catch (IOException e) {
            throw new UnknownHostException(host);
        }
    }

    @Override
    public Socket dial(InetSocketAddress address, Duration timeout) throws IOException {
        return ask(() -> computer.dial(address, timeout));
    }

    @Override
    public Optional<String> run(List<String> command) {
        try {
            return ask(() -> computer.run(command));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Instant now() {
        return computer.now();
    }

    @Override
    public Path root() {
        return computer.root();
    }
}
