package quayside.server.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import quayside.protocol.crypto.AccessKey;
import quayside.server.Guest;
import quayside.server.ServerThreads;
import quayside.server.ShareServer;
import quayside.server.TestHost;
import quayside.server.session.SessionTimes;

/** The other end of {@link ServerProcess}: serves until its input ends, and answers questions about itself, a line each. */
public final class ServerMain {
    private static final Pattern VIRTUAL = Pattern.compile("quayside-.*");

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
            case "rss" -> residentKilobytes();
            case "threads" -> ManagementFactory.getThreadMXBean().getThreadCount();
            case "virtual" -> ServerThreads.matching(VIRTUAL).size();
            case "descriptors" ->
                ManagementFactory.getPlatformMXBean(com.sun.management.UnixOperatingSystemMXBean.class)
                        .getOpenFileDescriptorCount();
            case "forget" -> {
                host.events.clear();
                yield 0;
            }
            case "guests" ->
                host.server().guests().stream().mapToLong(Guest::connections).sum();
            default -> {
                if (question.startsWith("order ")) {
                    yield order(host.server(), question.split(" ", -1));
                }
                String kind = question.substring(question.indexOf(' ') + 1);
                yield host.events.stream()
                        .filter(event -> event.getClass().getSimpleName().equals(kind))
                        .count();
            }
        };
    }

    /** Does something to one of the guests; returns whether there was one. */
    private static long order(ShareServer server, String[] words) {
        List<Guest> guests = server.guests();
        if (words[1].equals("lift")) {
            lift(server, guests);
            return 1;
        }
        if (guests.isEmpty()) {
            return 0;
        }
        String id = guests.get(Integer.parseInt(words[2]) % guests.size()).id();
        switch (words[1]) {
            case "pause" -> server.pause(id, true, "Dinner");
            case "slow" -> server.limit(id, 2_000_000, "");
            case "disconnect" -> server.disconnect(id, "Later");
            case "block" -> server.blockGuest(id, "Enough");
            default -> throw new IllegalArgumentException(words[1]);
        }
        return 1;
    }

    private static void lift(ShareServer server, List<Guest> guests) {
        guests.forEach(each -> {
            server.pause(each.id(), false, "");
            server.limit(each.id(), 0, "");
        });
        server.away().forEach(each -> server.lift(each.id()));
        server.blockedGuests().forEach(each -> server.unblockGuest(each.installation()));
        server.blocked().forEach(server::unblock);
    }

    private static long residentKilobytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
