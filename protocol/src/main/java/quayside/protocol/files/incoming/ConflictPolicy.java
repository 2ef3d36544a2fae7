package quayside.protocol.files.incoming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Optional;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.Spellings;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.SeenFile;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The conflict rules of PROTOCOL.md section 5.3. {@link #decide} is the only implementation of these rules. Both ends
 * ask it whenever a file takes its name, and a client asks it before an upload, so that nothing is sent in vain. The other methods apply them to a name on a client's disk.
 */
public final class ConflictPolicy {
    private ConflictPolicy() {}

    /** What happens if a name is taken. */
    public enum Decision {
        REPLACE,
        /** The incoming file gets another name. */
        RENAME,
        /** The existing entry stays, and the incoming file is dropped. */
        KEEP,
        /** The transfer fails with {@link Fault#EXISTS}. */
        REFUSE
    }

    /**
     * Decides about a name that is taken. Asked before a transfer begins, and again right before its file takes the
     * name.
     *
     * @param isFile whether the existing entry is a file; nothing else is ever replaced
     * @param existing the modified time of the existing entry
     * @param incoming the modified time of the incoming file
     */
    public static Decision decide(boolean isFile, Instant existing, Instant incoming, OnConflict rule) {
        return switch (rule) {
            case RENAME -> Decision.RENAME;
            case FAIL -> Decision.REFUSE;
            case SKIP -> Decision.KEEP;
            case OVERWRITE -> isFile ? Decision.REPLACE : Decision.REFUSE;
            case NEWER -> !isFile ? Decision.REFUSE : existing.isBefore(incoming) ? Decision.REPLACE : Decision.KEEP;
        };
    }

    /** Returns whether {@code rule} may replace a file. */
    public static boolean replaces(OnConflict rule) {
        return switch (rule) {
            case OVERWRITE, NEWER -> true;
            case FAIL, RENAME, SKIP -> false;
        };
    }

    /** Returns the entry that has the name {@code target} now, or the link if it is one. */
    public static Optional<BasicFileAttributes> at(Path target) throws IOException {
        try {
            return Optional.of(Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Decides about {@code target} as it is now. Returns false if a transfer would be skipped.
     *
     * @throws ProtocolException {@link Fault#EXISTS} if the name is taken and the rule is {@link OnConflict#FAIL}, if
     *     the existing entry is not a file, or if it is a file with another name that this disk treats as equal
     */
    public static boolean wanted(Path target, Instant modified, OnConflict onConflict) throws IOException {
        Optional<BasicFileAttributes> old = at(target);
        return old.isEmpty() || wanted(target, old.get(), modified, onConflict);
    }

    /** Decides as {@link #wanted(Path, Instant, OnConflict)}, for the entry that was found {@link #at} the target. */
    public static boolean wanted(Path target, BasicFileAttributes old, Instant modified, OnConflict onConflict)
            throws IOException {
        if (replaces(onConflict)) {
            refuseOther(target, old);
        }
        return switch (decide(old.isRegularFile(), old.lastModifiedTime().toInstant(), modified, onConflict)) {
            case REPLACE, RENAME -> true;
            case KEEP -> false;
            case REFUSE -> throw exists(target);
        };
    }

    /**
     * Throws {@link Fault#EXISTS} if the file {@code target} is not the one that may be replaced.
     *
     * @param seen empty if any may be
     */
    public static void requireSeen(Path target, Optional<SeenFile> seen) throws IOException {
        Optional<BasicFileAttributes> now = seen.isEmpty() ? Optional.empty() : at(target);
        if (now.isPresent() && !isSeen(seen.get(), now.get())) {
            throw new ProtocolException(Reason.CHANGED_HERE, target.getFileName());
        }
    }

    private static boolean isSeen(SeenFile seen, BasicFileAttributes now) {
        return now.isRegularFile()
                && isSeen(seen, now.size(), now.lastModifiedTime().toInstant());
    }

    /** Returns whether a file of this size and time counts as {@code seen}. A disk may have stored one time as the other. */
    public static boolean isSeen(SeenFile seen, long size, Instant modified) {
        return seen.size() == size
                && (FileTimes.isOf(seen.modified(), modified) || FileTimes.isOf(modified, seen.modified()));
    }

    /** Throws if the existing entry is not a file, or is a file with another name. Neither is replaced. */
    private static void refuseOther(Path target, BasicFileAttributes old) throws IOException {
        if (!old.isRegularFile()) {
            throw exists(target);
        }
        String asked = target.getFileName().toString();
        Optional<String> real = TrueName.ofSystem().of(target);
        if (real.isEmpty() || !isTakenAs(asked, real.get(), target)) {
            throw spelledOtherwise(asked, real);
        }
    }

    /**
     * Returns whether the disk stores the name {@code asked} as {@code real}. Apple's older disks change the Unicode
     * form of names.
     */
    private static boolean isTakenAs(String asked, String real, Path target) throws IOException {
        return asked.equals(real)
                || (composed(asked).equals(composed(real))
                        && Files.getFileStore(target).type().startsWith("hfs"));
    }

    private static ProtocolException spelledOtherwise(String asked, Optional<String> real) {
        if (real.isPresent() && real.get().equalsIgnoreCase(asked)) {
            return new ProtocolException(Reason.EXISTS_IN_OTHER_CASE, asked, real.get());
        }
        return real.isEmpty() || Spellings.folded(asked).equals(Spellings.folded(real.get()))
                ? new ProtocolException(Reason.EXISTS_FOLDED, asked)
                : new ProtocolException(Reason.EXISTS_AS, asked, real.get());
    }

    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    static ProtocolException exists(Path target) {
        return new ProtocolException(Reason.EXISTS, target.getFileName());
    }
}
