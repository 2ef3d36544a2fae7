package quayside.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lists the live threads, including virtual ones. */
public final class ServerThreads {
    private static final Pattern NAME = Pattern.compile("quayside-(session|accept|events|timer)[-0-9]*");

    private ServerThreads() {}

    static List<String> names() {
        return matching(NAME);
    }

    /**
     * Returns the names of the threads whose names match {@code name}.
     *
     * <p>Reads the virtual machine's own list of its threads, which is opened to the module of the tests. A dump would
     * name them as well, but it walks their stacks, and JDK 25 crashes if a virtual thread is mounted at that moment
     * (JDK-8364343).
     */
    public static List<String> matching(Pattern name) {
        try {
            Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers");
            return all(containers.getMethod("root").invoke(null))
                    .filter(Thread::isAlive)
                    .map(Thread::getName)
                    .filter(name.asMatchPredicate())
                    .sorted()
                    .toList();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("needs --add-exports java.base/jdk.internal.vm=ALL-UNNAMED", e);
        }
    }

    private static Stream<Thread> all(Object container) throws ReflectiveOperationException {
        Class<?> type = Class.forName("jdk.internal.vm.ThreadContainer");
        Stream<?> threads = (Stream<?>) type.getMethod("threads").invoke(container);
        List<?> children = ((Stream<?>) type.getMethod("children").invoke(container)).toList();
        Stream<Thread> all = threads.map(Thread.class::cast);
        for (Object child : children) {
            all = Stream.concat(all, all(child));
        }
        return all;
    }

    /** Returns what each thread does; only for a test that has failed, see {@link #matching}. */
    public static String dump() {
        try {
            Path folder = Files.createTempDirectory("threads");
            Path dump = folder.resolve("dump");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(dump);
            } finally {
                Files.deleteIfExists(dump);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
