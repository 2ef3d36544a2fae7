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
import quayside.protocol.files.Spellings;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** What the conflict rules of PROTOCOL.md section 5.3 say: the one home of {@link #decide} for both ends, and how a client asks it of a name on this disk. */
public final class ConflictPolicy {
    private ConflictPolicy() {}

    /** What is done about a name that is taken. */
    public enum Decision {
        REPLACE,
        /** The incoming file gets another name. */
        RENAME,
        /** What is there stays, and the incoming file is dropped. */
        KEEP,
        /** The transfer fails with {@link Fault#EXISTS}. */
        REFUSE
    }

    /**
     * Decides about a name that is taken; asked before a transfer begins, and again right before its file takes the name.
     *
     * @param isFile whether a file has the name; nothing else is ever replaced
     * @param existing when that was last modified
     * @param incoming the time that the incoming file carries
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

    /** What has the name {@code target} now, itself where it is a link. */
    public static Optional<BasicFileAttributes> at(Path target) throws IOException {
        try {
            return Optional.of(Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * What the rule says of {@code target} as it is now: false where a transfer would end in {@link OnConflict#SKIP}.
     *
     * @throws ProtocolException {@link Fault#EXISTS} where the name is taken and the rule is {@link OnConflict#FAIL}, or what is no file has it, or one
     *     that has another name on a disk that takes the two for one
     */
    public static boolean wanted(Path target, Instant modified, OnConflict onConflict) throws IOException {
        Optional<BasicFileAttributes> old = at(target);
        return old.isEmpty() || wanted(target, old.get(), modified, onConflict);
    }

    /** As {@link #wanted(Path, Instant, OnConflict)}, of what was found {@link #at} the target. */
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

    /** What is no file, or a file that has another name, is not replaced. */
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

    /** Apple's older disks change the Unicode form of the names that they are given. */
    private static boolean isTakenAs(String asked, String real, Path target) throws IOException {
        return asked.equals(real)
                || (composed(asked).equals(composed(real))
                        && Files.getFileStore(target).type().startsWith("hfs"));
    }

    private static ProtocolException spelledOtherwise(String asked, Optional<String> real) {
        String shown = "\"" + DisplayText.escape(asked) + "\"";
        String there = real.map(DisplayText::escape).orElse("");
        String sentence;
        if (real.isPresent() && real.get().equalsIgnoreCase(asked)) {
            sentence = shown + " differs from \"" + there
                    + "\", which is already there, only in upper and lower case, which this disk does not tell apart.";
        } else if (real.isEmpty() || Spellings.folded(asked).equals(Spellings.folded(real.get()))) {
            sentence = "A file whose name differs from " + shown
                    + " only by case or accents is already there, and this disk does not tell the two apart.";
        } else {
            sentence = shown + " is already there under the name \"" + there + "\".";
        }
        return new ProtocolException(Fault.EXISTS, sentence);
    }

    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    static ProtocolException exists(Path target) {
        return new ProtocolException(
                Fault.EXISTS, "\"" + DisplayText.escape(target.getFileName().toString()) + "\" is already there.");
    }
}
