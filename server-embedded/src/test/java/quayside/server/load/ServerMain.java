package quayside.server.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;
import quayside.protocol.crypto.AccessKey;
import quayside.server.Guest;
import quayside.server.TestHost;
import quayside.server.session.SessionTimes;

/** The other end of {@link ServerProcess}: serves until its input ends, and answers questions about itself, a line each. */
public final class ServerMain {
    private ServerMain() {}

    /** @param args the folder to share, the most connections at once, and how long a handshake may take */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        // What is logged must not come between the answers.
        System.setOut(System.err);
        TestHost host = new TestHost(Path.of(args[0]));
        host.connections = Integer.parseInt(args[1]);
        host.connectionsPerSource = host.connections;
        SessionTimes usual = host.times;
        host.times = new SessionTimes(Duration.parse(args[2]), usual.idle(), usual.stall(), usual.processing());
        try (host;
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            host.start();
            // What answers loads a library of the JVM's, which takes a descriptor while there are some.
            answer(host, "cpu");
            answers.println(host.link().port());
            answers.println(host.identity.fingerprint());
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                answers.println(answer(host, line));
            }
        }
    }

    /** What a {@link TestHost} asks for. */
    static AccessKey key() {
        return AccessKey.of("correct horse battery");
    }

    private static long answer(TestHost host, String question) {
        return switch (question) {
            case "heap" -> heap();
            case "cpu" ->
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime();
            case "guests" ->
                host.server().guests().stream().mapToLong(Guest::connections).sum();
            default -> {
                String kind = question.substring(question.indexOf(' ') + 1);
                yield host.events.stream()
                        .filter(event -> event.getClass().getSimpleName().equals(kind))
                        .count();
            }
        };
    }

    /** Bytes of the objects that are in use; what threads have reserved for others is none. */
    private static long heap() {
        try {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            // Collects first.
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(commands, "gcClassHistogram", new Object[] {new String[0]}, new String[] {
                        String[].class.getName()
                    });
            String total = histogram.lines().reduce((_, last) -> last).orElseThrow();
            return Long.parseLong(total.strip().split("\\s+", -1)[2]);
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}
