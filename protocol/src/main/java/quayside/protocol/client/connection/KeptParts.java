package quayside.protocol.client.connection;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.incoming.IncomingDownload;
import quayside.protocol.files.incoming.Leftovers;
import quayside.protocol.message.Response;

/**
 * The part files that the tries of one operation left on this disk, for the next try to resume (PROTOCOL.md section
 * 8.4). While the program runs, it also keeps the known state of each part, so that nothing is read twice. Thread-safe.
 */
public final class KeptParts {
    /** The number of parts whose content is remembered. Others are read a second time. */
    private static final int MAX_KNOWN = 1000;

    private final Set<Part> parts = new LinkedHashSet<>();
    private final Map<Cancellation.LeftPart, ReceivedPart> received = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Cancellation.LeftPart, ReceivedPart> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    private record Part(Disk disk, Path folder, PartNames name) {}

    /**
     * The received part of a file.
     *
     * @param known what this program knows of the part file that it wrote
     * @param reading the server's id of the reading from which all of it came; empty if the server gave no id
     * @param reported what the server reported of the file
     */
    public record ReceivedPart(IncomingDownload.Known known, Optional<String> reading, ReportedTime reported) {}

    /** The modified time of one version of a file, as the first answer with that version reported it. */
    public record ReportedTime(String version, Instant modified) {
        /** Returns whether {@code content} reports the same time, or is of another version. */
        public boolean fits(Response.Content content) {
            return !content.version().equals(version)
                    || content.entry().modified().equals(modified);
        }
    }

    /**
     * Records a part that a try has left.
     *
     * @param what the received part; null if that is not known
     */
    public synchronized void add(Disk disk, Path folder, PartNames name, @Nullable ReceivedPart what) {
        parts.add(new Part(disk, folder, name));
        Cancellation.LeftPart place = new Cancellation.LeftPart(folder, name);
        received.remove(place);
        if (what != null) {
            received.put(place, what);
        }
    }

    /** Forgets a part, because its file is whole. Another operation may use the name from now on. */
    public synchronized void remove(Path folder, PartNames name) {
        parts.removeIf(part -> part.folder().equals(folder) && part.name().equals(name));
        received.remove(new Cancellation.LeftPart(folder, name));
    }

    /** Returns the parts that were recorded and neither removed nor deleted. */
    synchronized Set<Cancellation.LeftPart> all() {
        return parts.stream()
                .map(part -> new Cancellation.LeftPart(part.folder(), part.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    public synchronized Optional<ReceivedPart> received(Path folder, PartNames name) {
        return Optional.ofNullable(received.get(new Cancellation.LeftPart(folder, name)));
    }

    /** Deletes the recorded parts that still exist and are not in use. Blocks on the disk. */
    void delete() {
        List<Part> all;
        synchronized (this) {
            all = List.copyOf(parts);
            parts.clear();
            received.clear();
        }
        all.forEach(part -> Leftovers.delete(part.disk(), part.folder(), part.name()));
    }
}
