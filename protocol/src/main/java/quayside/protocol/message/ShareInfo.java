package quayside.protocol.message;

import java.util.Optional;

/**
 * The properties of a share that a guest receives once it is admitted (PROTOCOL.md section 5.6).
 *
 * @param name the shared folder's name, for titles; escape before showing
 * @param mayDownload whether {@code GET} is allowed
 * @param mayUpload whether {@code POST}, {@code MKDIR}, {@code SETSTAT}, {@code LOCK} and {@code PROTECT} are allowed;
 *     {@code MOVE} needs {@code mayDelete} too
 * @param mayDelete whether {@code DELETE}, and replacing a file, are allowed
 * @param mayList whether the guest sees what the share holds. One who does not can only send files, by {@code POST},
 *     {@code MKDIR} and {@code SETSTAT}
 * @param computer what the host calls its computer, as in {@link Request.Ping}; escape before showing
 * @param hasFolders whether the share's root holds nothing but the folders that the host shares. Guests cannot change
 *     the root, nor move or copy anything from one of the folders to another
 */
public record ShareInfo(
        String name,
        boolean mayDownload,
        boolean mayUpload,
        boolean mayDelete,
        boolean mayList,
        Optional<String> computer,
        boolean hasFolders) {
    /** Creates the properties of a share of one folder that its guests may list. */
    public ShareInfo(
            String name, boolean mayDownload, boolean mayUpload, boolean mayDelete, Optional<String> computer) {
        this(name, mayDownload, mayUpload, mayDelete, true, computer, false);
    }

    /** Creates the properties of a share whose host gives no name of its computer. */
    public ShareInfo(String name, boolean mayDownload, boolean mayUpload, boolean mayDelete) {
        this(name, mayDownload, mayUpload, mayDelete, Optional.empty());
    }

    /**
     * Returns whether guests may put, rename or delete something directly in {@code folder}, as far as it depends on
     * where it is.
     */
    public boolean isChangeable(RemotePath folder) {
        return !hasFolders || !folder.isRoot();
    }
}
