package quayside.protocol.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
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
     * @throws ProtocolException {@link Fault#EXISTS} where the name is taken and the rule is {@link OnConflict#FAIL}, or what is no file has it, or one
     *     that has another name on a disk that takes the two for one
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
                refuseOther(target, old);
                yield true;
            }
            case NEWER -> {
                refuseOther(target, old);
                yield old.lastModifiedTime().toInstant().isBefore(modified);
            }
        };
    }

    /** What is no file, or a file that has another name, is not replaced. */
    private static void refuseOther(Path target, BasicFileAttributes old) throws ProtocolException {
        if (!old.isRegularFile()) {
            throw exists(target);
        }
        String asked = composed(target);
        String real = realName(target);
        if (!real.equals(asked)) {
            throw new ProtocolException(
                    Fault.EXISTS,
                    "\"" + DisplayText.escape(asked) + "\" "
                            + (real.equalsIgnoreCase(asked)
                                    ? "differs from \"" + DisplayText.escape(real)
                                            + "\", which is already there, only in upper and lower case, which this disk does not tell apart."
                                    : "is already there under the name \"" + DisplayText.escape(real) + "\"."));
        }
    }

    /** The name under which the disk has what is found at {@code target}, where it tells that. */
    private static String realName(Path target) {
        try {
            return composed(target.toRealPath(LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return composed(target);
        }
    }

    /** Some disks give names back in another Unicode form than they got them in. */
    private static String composed(Path file) {
        return Normalizer.normalize(file.getFileName().toString(), Normalizer.Form.NFC);
    }

    static ProtocolException exists(Path target) {
        return new ProtocolException(
                Fault.EXISTS, "\"" + DisplayText.escape(target.getFileName().toString()) + "\" is already there.");
    }
}
