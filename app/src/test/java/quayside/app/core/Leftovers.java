package quayside.app.core;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process has open, so that a test sees what it has left. */
public final class Leftovers {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Leftovers() {}

    /** Returns the number of open files and sockets; 0 where the system does not tell. */
    public static long descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }

    /**
     * Returns the names of all virtual threads, which have no other list. Those without a name have an empty one.
     *
     * @param folder where a file can be written for a moment
     */
    public static List<String> virtualThreads(Path folder) throws IOException {
        Path dump = Files.createTempDirectory(folder, "dump").resolve("threads");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            try (Stream<String> lines = Files.lines(dump)) {
                return lines.filter(line -> line.startsWith("#") && line.contains(" virtual"))
                        .map(line -> line.replaceFirst("^#\\d+ \"(.*)\" virtual.*", "$1"))
                        .sorted()
                        .toList();
            }
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(dump.getParent());
        }
    }

    /**
     * Returns the names of all other threads but those of the two pools that grow with the first work and stay: that for
     * virtual threads, and that of each connection to a bus.
     */
    public static List<String> platformThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> Stream.of("ForkJoinPool", "VirtualThread", "DBus-MethodCall")
                        .noneMatch(name::startsWith))
                .sorted()
                .toList();
    }
}
