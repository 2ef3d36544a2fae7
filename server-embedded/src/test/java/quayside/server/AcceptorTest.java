package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.text.Sentence;

@Timeout(30)
class AcceptorTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private final Acceptor.Trouble trouble = new Acceptor.Trouble() {
        @Override
        public void began(Sentence reason) {
            told.add(reason.toString());
        }

        @Override
        public void ended() {
            told.add("ended");
        }
    };

    @FunctionalInterface
    private interface Accepting {
        Socket accept(int call) throws IOException;
    }

    private Acceptor accepting(Accepting how) throws IOException {
        ServerSocket socket = new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                return how.accept(calls.incrementAndGet());
            }
        };
        Acceptor acceptor = new Acceptor(socket, _ -> {}, trouble, nanos::get);
        acceptor.start();
        return acceptor;
    }

    private static Socket refuse() throws IOException {
        throw new SocketException("Too many open files");
    }

    @Test
    void whileTheSystemRefusesItIsAskedSeldom() throws IOException {
        try (Acceptor _ = accepting(_ -> refuse())) {
            // 0, 50, 150, 350, 750 and 1,550 ms: on a slow machine later, never more.
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            assertThat(calls).hasValueLessThan(100);
        }
    }

    @Test
    void theOwnerIsToldOnceHoweverOftenTheSystemRefuses() throws IOException {
        try (Acceptor _ = accepting(call -> call % 2 == 0 ? new Socket() : refuse())) {
            await().until(() -> calls.get() >= 20);
            assertThat(told).hasSize(1).first().asString().contains("as many files and connections open");
        }
    }

    @Test
    void theOwnerIsToldOnceItIsOver() throws IOException {
        try (Acceptor _ = accepting(call -> {
            if (call == 1) {
                return refuse();
            }
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            return new Socket();
        })) {
            await().until(() -> told.contains("ended"));
            assertThat(calls).hasValueGreaterThan(10);
            assertThat(told).hasSize(2);
        }
    }
}
