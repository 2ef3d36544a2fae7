package quayside.protocol.client.connection;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.incoming.IncomingDownload;
import quayside.protocol.files.incoming.Leftovers;
import quayside.protocol.message.Response;

/**
 * What the tries of one operation left on this disk for the next one to go on with (PROTOCOL.md section 8.4), and what they know of it while the program runs: so
 * nothing is read twice. Thread-safe.
 */
public final class KeptParts {
    /** Of more the rest is read a second time. */
    private static final int MAX_KNOWN = 1000;

    private final Set<Part> parts = new LinkedHashSet<>();
    private final Map<Place, Arrived> arrived = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Arrived> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    private record Part(Disk disk, Path folder, PartNames name) {}

    /** However it is reached. */
    private record Place(Path folder, PartNames name) {}

    /**
     * What arrived of a file.
     *
     * @param known by the program that wrote it
     * @param reading the server's, of which all of it came; empty if the server gave none
     * @param told what the server reported of the file
     */
    public record Arrived(IncomingDownload.Known known, Optional<String> reading, Told told) {}

    /** When the file of this version was last modified, as the first answer of that version reported. */
    public record Told(String version, Instant modified) {
        /** Whether {@code content} tells the same, or is of another version. */
        public boolean fits(Response.Content content) {
            return !content.version().equals(version)
                    || content.entry().modified().equals(modified);
        }
    }

    /**
     * Notes what a try has left.
     *
     * @param what of it arrived; null if that is not known
     */
    public synchronized void add(Disk disk, Path folder, PartNames name, @Nullable Arrived what) {
        parts.add(new Part(disk, folder, name));
        Place place = new Place(folder, name);
        arrived.remove(place);
        if (what != null) {
            arrived.put(place, what);
        }
    }

    public synchronized Optional<Arrived> arrived(Path folder, PartNames name) {
        return Optional.ofNullable(arrived.get(new Place(folder, name)));
    }

    /** Deletes those that are still there and that nobody uses; blocks on the disk. */
    void delete() {
        List<Part> all;
        synchronized (this) {
            all = List.copyOf(parts);
            parts.clear();
            arrived.clear();
        }
        all.forEach(part -> Leftovers.delete(part.disk(), part.folder(), part.name()));
    }
}
