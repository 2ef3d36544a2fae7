package quayside.server.storage;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.incoming.FreeName;
import quayside.protocol.message.Mode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Finds places for what guests send who see nothing of the folder that they send to (PROTOCOL.md section 5.9). Nothing
 * that has a name leads to a failure, so that no answer tells whether it exists.
 *
 * @param folders makes folders with the protections that this guest has opened
 */
record DropPlaces(ShareRoot root, NewFolder folders) {
    /** Failures that depend on what has a name, and not on the share as a whole. */
    private static final Set<Fault> OF_NAME =
            EnumSet.of(Fault.EXISTS, Fault.REFUSED, Fault.NOT_FOUND, Fault.PASSCODE_NEEDED, Fault.TOO_LARGE);

    /** Failures of a disk that may be that of one folder only. */
    private static final Set<Reason> OF_DISK = EnumSet.of(Reason.HOST_AWAY, Reason.HOST_ERROR);

    /** The numbers for names whose first thousand are taken. */
    private static final int NUMBERS = 1_000_000_000;

    private record Place(RemotePath path, boolean made) {}

    private static boolean isOfName(ProtocolException e) {
        return OF_NAME.contains(e.fault()) || (e.sentence().key() instanceof Reason reason && OF_DISK.contains(reason));
    }

    /** Makes a folder; see {@link Storage#makeDropFolder}. */
    Optional<RemotePath> make(RemotePath wanted, RemotePath within, Optional<Mode> mode) throws ProtocolException {
        requireThere(within);
        try {
            Place place = folder(wanted, within, mode);
            return place.made() ? Optional.of(place.path()) : Optional.empty();
        } catch (ProtocolException e) {
            if (!isOfName(e)) {
                throw e;
            }
            // Files for this folder are put somewhere above.
            return Optional.empty();
        }
    }

    /**
     * Returns the places to try for a file, the best first. The last one fails only if nothing at all can be stored in
     * the folder of the drop. Makes the folders on the way.
     */
    List<RemotePath> of(Storage.Upload.Drop drop) throws ProtocolException {
        RemotePath wanted = drop.wanted();
        RemotePath within = drop.within();
        requireThere(within);
        RemotePath folder;
        try {
            folder = folder(wanted.parent(), within, Optional.empty()).path();
        } catch (ProtocolException e) {
            if (!isOfName(e)) {
                throw e;
            }
            folder = within;
        }
        String name = wanted.name();
        String numbered = FreeName.of(
                name, FreeName.MAX_TRIES + 1 + ThreadLocalRandom.current().nextInt(NUMBERS));
        return Stream.of(folder, within)
                .distinct()
                .flatMap(each -> Stream.of(name, numbered).flatMap(text -> child(each, text).stream()))
                .toList();
    }

    private static Optional<RemotePath> child(RemotePath folder, String name) {
        try {
            return Optional.of(folder.child(name));
        } catch (ProtocolException e) {
            // The path would be too long.
            return Optional.empty();
        }
    }

    /** Requires that a folder can be opened. */
    void requireThere(RemotePath within) throws ProtocolException {
        try (Directory _ = root.descend(within)) {
            // It only has to open.
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw FileProblem.atHost(e, within);
        }
    }

    /** Returns the folder for {@code wanted}, which is made with those above it, below {@code within}. */
    private Place folder(RemotePath wanted, RemotePath within, Optional<Mode> mode) throws ProtocolException {
        Place at = new Place(within, false);
        List<String> names =
                wanted.names().subList(within.names().size(), wanted.names().size());
        for (int i = 0; i < names.size(); i++) {
            at = folder(at.path(), names.get(i), i == names.size() - 1 ? mode : Optional.empty());
        }
        return at;
    }

    private Place folder(RemotePath parent, String name, Optional<Mode> mode) throws ProtocolException {
        for (int attempt = 1; ; attempt++) {
            try {
                RemotePath path = parent.child(FreeName.ofFolder(name, attempt));
                boolean made = folders.make(path, true, mode).isEmpty();
                requireThere(path);
                return new Place(path, made);
            } catch (ProtocolException e) {
                // Only the name itself may be forbidden or closed. If the next ones are too, it is not because of them.
                boolean isTaken = e.fault() == Fault.EXISTS || attempt == 1;
                if (!isOfName(e) || !isTaken || attempt == FreeName.MAX_TRIES) {
                    throw e;
                }
            }
        }
    }
}
