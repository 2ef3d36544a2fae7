package quayside.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The threads that are alive: virtual threads show up in no list but the dump of the whole virtual machine. */
public final class ServerThreads {
    private static final Pattern NAME = Pattern.compile("quayside-(session|accept|events|timer)[-0-9]*");

    private ServerThreads() {}

    static List<String> names() {
        return matching(NAME);
    }

    /** The names of those that have one like {@code name}. */
    public static List<String> matching(Pattern name) {
        return name.matcher(dump(ThreadDumpFormat.JSON))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** What each of them does. */
    public static String dump() {
        return dump(ThreadDumpFormat.TEXT_PLAIN);
    }

    private static String dump(ThreadDumpFormat format) {
        try {
            Path folder = Files.createTempDirectory("threads");
            Path dump = folder.resolve("dump");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(dump.toString(), format);
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
