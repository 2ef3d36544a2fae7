package quayside.protocol.client;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import quayside.protocol.transfer.Disk;
import quayside.protocol.transfer.Leftovers;
import quayside.protocol.transfer.PartName;

/** What the tries of one operation left on this disk for the next one to go on with (PROTOCOL.md section 8.4). Thread-safe. */
final class KeptParts {
    private final Set<Part> parts = new LinkedHashSet<>();

    private record Part(Disk disk, Path folder, PartName name) {}

    synchronized void add(Disk disk, Path folder, PartName name) {
        parts.add(new Part(disk, folder, name));
    }

    /** Deletes those that are still there and that nobody uses; blocks on the disk. */
    void delete() {
        List<Part> all;
        synchronized (this) {
            all = List.copyOf(parts);
            parts.clear();
        }
        all.forEach(part -> Leftovers.delete(part.disk(), part.folder(), part.name()));
    }
}
