package quayside.protocol.message;

/**
 * What a guest learns of a share once it is admitted (PROTOCOL.md section 5.6).
 *
 * @param name the shared folder's name, for titles; escape before showing
 * @param mayDownload whether {@code GET} is answered
 * @param mayUpload whether {@code POST}, {@code MKDIR} and {@code MOVE} are
 * @param mayDelete whether {@code DELETE}, and replacing a file, are
 */
public record ShareInfo(String name, boolean mayDownload, boolean mayUpload, boolean mayDelete) {}
