package quayside.protocol.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** What the rules of PROTOCOL.md section 5.3 say of a name on this disk. */
public final class LocalConflict {
    private LocalConflict() {}

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
     * @throws ProtocolException {@link Fault#EXISTS} where the name is taken and the rule is {@link OnConflict#FAIL}, or what is no file has it
     */
    public static boolean wanted(Path target, Instant modified, OnConflict onConflict) throws IOException {
        Optional<BasicFileAttributes> old = at(target);
        return old.isEmpty() || wanted(target, old.get(), modified, onConflict);
    }

    /** As {@link #wanted(Path, Instant, OnConflict)}, of what was found {@link #at} the target. */
    public static boolean wanted(Path target, BasicFileAttributes old, Instant modified, OnConflict onConflict)
            throws ProtocolException {
        return switch (onConflict) {
            case RENAME -> true;
            case SKIP -> false;
            case FAIL -> throw exists(target);
            case OVERWRITE -> {
                refuseFolder(target, old);
                yield true;
            }
            case NEWER -> {
                refuseFolder(target, old);
                yield old.lastModifiedTime().toInstant().isBefore(modified);
            }
        };
    }

    private static void refuseFolder(Path target, BasicFileAttributes old) throws ProtocolException {
        if (!old.isRegularFile()) {
            throw exists(target);
        }
    }

    static ProtocolException exists(Path target) {
        return new ProtocolException(
                Fault.EXISTS, "\"" + DisplayText.escape(target.getFileName().toString()) + "\" is already there.");
    }
}
