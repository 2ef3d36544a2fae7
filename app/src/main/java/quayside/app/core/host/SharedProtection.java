package quayside.app.core.host;

import java.util.List;
import quayside.server.HostProtection;
import quayside.server.protect.ProtectedFile;

/**
 * The protected files of the running share.
 *
 * @param files in the order of their names
 * @param everythingLocked whether every file is locked, because damage has made it unknown which files were protected
 */
public record SharedProtection(List<ProtectedFile> files, boolean everythingLocked) {
    public static final SharedProtection NONE = new SharedProtection(List.of(), false);

    public SharedProtection {
        files = List.copyOf(files);
    }

    static SharedProtection of(HostProtection protection) {
        return new SharedProtection(protection.files(), protection.isEverythingLocked());
    }

    /** Returns whether a file is under a lock that no passcode opens. */
    public boolean hasSealed() {
        return files.stream().anyMatch(ProtectedFile::sealed);
    }
}
