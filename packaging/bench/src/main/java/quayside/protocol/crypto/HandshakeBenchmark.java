package quayside.protocol.crypto;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of a whole handshake, with both sides on this machine over loopback. It is the cost of one more connection.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class HandshakeBenchmark {
    private final SecureRandom random = new SecureRandom();
    private final AccessKey key = AccessKey.generate(random);
    private final ServerIdentity identity = ServerIdentity.generate();
    private final ServerSocket listening;
    private final ExecutorService server = Executors.newSingleThreadExecutor();

    public HandshakeBenchmark() {
        try {
            listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public SessionSecrets shakeHands() throws IOException, InterruptedException, ExecutionException {
        Callable<SessionSecrets> answer = () -> {
            try (Socket guest = listening.accept()) {
                return ServerHandshake.run(
                        guest.getInputStream(),
                        new BufferedOutputStream(guest.getOutputStream()),
                        key,
                        identity,
                        random);
            }
        };
        Future<SessionSecrets> answered = server.submit(answer);
        try (Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
            SessionSecrets secrets = ClientHandshake.run(
                    socket.getInputStream(),
                    new BufferedOutputStream(socket.getOutputStream()),
                    key,
                    identity.fingerprint(),
                    random);
            answered.get();
            return secrets;
        }
    }

    @TearDown
    public void stop() throws IOException {
        server.shutdownNow();
        listening.close();
    }
}
