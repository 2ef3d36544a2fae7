package quayside.app.core.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.transfer.LocalNames;

/**
 * Single files that arrived before. What lies in a folder is looked at by the transfer itself; so that another try of the same
 * files does as well as another try of their folder, a file of the same size and time is left where it is, whatever the rule.
 */
public final class AlreadyThere {
    private AlreadyThere() {}

    /** The rule by which {@code source} is uploaded; blocks while the share is asked. */
    public static OnConflict uploadRule(ShareClient client, Path source, RemotePath intoFolder, OnConflict chosen) {
        try {
            Path name = source.toAbsolutePath().normalize().getFileName();
            BasicFileAttributes about = Files.readAttributes(source, BasicFileAttributes.class);
            if (name == null || !about.isRegularFile()) {
                return chosen;
            }
            return rule(entry(name.toString(), about), client.stat(intoFolder.child(name.toString())), chosen);
        } catch (IOException e) {
            // Nothing is there, or the transfer itself finds out what is wrong, and waits where waiting helps.
            return chosen;
        }
    }

    /** The rule by which {@code source} is downloaded; blocks while the share is asked, which it is only where the name is taken. */
    public static OnConflict downloadRule(ShareClient client, RemotePath source, Path intoFolder, OnConflict chosen) {
        try {
            if (source.isRoot()) {
                return chosen;
            }
            Path target = LocalNames.ofThisSystem().resolve(intoFolder, source.name());
            BasicFileAttributes about =
                    Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return about.isRegularFile() ? rule(client.stat(source), entry(source.name(), about), chosen) : chosen;
        } catch (IOException e) {
            // As for an upload.
            return chosen;
        }
    }

    /** Whether both are files that nothing tells apart without reading them. */
    public static boolean isSame(Entry one, Entry other) {
        return !one.isFolder()
                && !other.isFolder()
                && one.size() == other.size()
                && one.modified()
                        .truncatedTo(ChronoUnit.MICROS)
                        .equals(other.modified().truncatedTo(ChronoUnit.MICROS));
    }

    private static OnConflict rule(Entry source, Entry there, OnConflict chosen) {
        return isSame(source, there) ? OnConflict.SKIP : chosen;
    }

    private static Entry entry(String name, BasicFileAttributes about) {
        return new Entry(
                name, Entry.Kind.FILE, about.size(), about.lastModifiedTime().toInstant());
    }
}
