package quayside.protocol.message;

/**
 * The properties of a share that a guest receives once it is admitted (PROTOCOL.md section 5.6).
 *
 * @param name the shared folder's name, for titles; escape before showing
 * @param mayDownload whether {@code GET} is allowed
 * @param mayUpload whether {@code POST}, {@code MKDIR}, {@code SETSTAT}, {@code LOCK} and {@code PROTECT} are allowed;
 *     {@code MOVE} needs {@code mayDelete} too
 * @param mayDelete whether {@code DELETE}, and replacing a file, are allowed
 */
public record ShareInfo(String name, boolean mayDownload, boolean mayUpload, boolean mayDelete) {}
