package quayside.app.core.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import quayside.protocol.client.QuickCheck;
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
        return uploadRule(client, source, intoFolder, chosen, false);
    }

    /**
     * As above.
     *
     * @param protecting whether only a protected file will do
     */
    public static OnConflict uploadRule(
            ShareClient client, Path source, RemotePath intoFolder, OnConflict chosen, boolean protecting) {
        try {
            Path name = source.toAbsolutePath().normalize().getFileName();
            BasicFileAttributes about = Files.readAttributes(source, BasicFileAttributes.class);
            if (name == null || !about.isRegularFile()) {
                return chosen;
            }
            Entry there = client.stat(intoFolder.child(name.toString()));
            return protecting && there.lock().isEmpty() ? chosen : rule(QuickCheck.same(there, about), chosen);
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
            Path target = LocalNames.of(intoFolder).resolve(intoFolder, source.name());
            BasicFileAttributes about =
                    Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return about.isRegularFile() ? rule(QuickCheck.same(client.stat(source), about), chosen) : chosen;
        } catch (IOException e) {
            // As for an upload.
            return chosen;
        }
    }

    private static OnConflict rule(boolean same, OnConflict chosen) {
        return same ? OnConflict.SKIP : chosen;
    }
}
