package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.wire.Fault;
import quayside.server.guard.Deadlines;

@Timeout(30)
final class RefusalTest {
    private static final int AT_ONCE = 32;

    private final Deadlines deadlines = new Deadlines();
    private final Refusal refusal = new Refusal(deadlines);
    private final CountDownLatch begun = new CountDownLatch(AT_ONCE);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private static class FakeSocket extends Socket {
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private boolean isClosedGently;

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream getOutputStream() {
            return heard;
        }

        @Override
        public void shutdownOutput() {
            isClosedGently = true;
        }
    }

    /** Blocks until the test lets it continue. */
    private final class SlowSocket extends FakeSocket {
        @Override
        public OutputStream getOutputStream() {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return super.getOutputStream();
        }
    }

    @AfterEach
    void stop() {
        deadlines.close();
    }

    private void assertIsTold(FakeSocket socket) {
        refusal.refuse(socket, Fault.SERVER_FULL);
        assertThat(socket.heard.size()).isPositive();
        assertThat(socket.isClosedGently).isTrue();
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void eachIsToldOneAfterTheOther() {
        for (int i = 0; i <= AT_ONCE; i++) {
            assertIsTold(new FakeSocket());
        }
    }

    @Test
    void ofManyAtOnceTheRestIsCut() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                threads.execute(() -> refusal.refuse(new SlowSocket(), Fault.SERVER_FULL));
            }
            begun.await();
            FakeSocket cut = new FakeSocket();
            refusal.refuse(cut, Fault.SERVER_FULL);
            goOn.countDown();
            assertThat(cut.heard.size()).isZero();
            assertThat(cut.isClosed()).isTrue();
        }
        assertIsTold(new FakeSocket());
    }
}
