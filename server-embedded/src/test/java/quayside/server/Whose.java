package quayside.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The users and groups to which the user of this process can give a file.
 *
 * @param user the user itself
 * @param owner another user if the system permits it
 * @param group another group than that of new files, likewise
 * @param team a third, likewise
 */
record Whose(int user, int owner, int group, int team) {
    private static final Path PROCESS = Path.of("/proc/self");
    private static final String GROUPS = "Groups:";
    private static final int ROOT = 0;

    static Whose here() {
        try {
            if (!Files.exists(PROCESS)) {
                // Only Linux tells, and what asks needs its access control lists, too.
                return new Whose(-1, -1, -1, -1);
            }
            int user = (int) Files.getAttribute(PROCESS, "unix:uid");
            if (user == ROOT) {
                return new Whose(user, 2, 3, 4);
            }
            List<Integer> groups = groups();
            return new Whose(user, user, groups.get(1 % groups.size()), groups.get(2 % groups.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRoot() {
        return user == ROOT;
    }

    /** First that of new files. */
    private static List<Integer> groups() throws IOException {
        Set<Integer> groups = new LinkedHashSet<>();
        groups.add((int) Files.getAttribute(PROCESS, "unix:gid"));
        for (String line : Files.readAllLines(PROCESS.resolve("status"))) {
            if (line.startsWith(GROUPS)) {
                for (String group : line.substring(GROUPS.length()).strip().split(" +", -1)) {
                    if (!group.isEmpty()) {
                        groups.add(Integer.valueOf(group));
                    }
                }
            }
        }
        return List.copyOf(groups);
    }
}
