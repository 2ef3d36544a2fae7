package quayside.server.protect;

import quayside.protocol.message.RemotePath;

/**
 * A protected file, as the host sees it.
 *
 * @param lock the id of its lock; files under the same lock have the same passcode
 * @param sealed whether no passcode opens it any more, because its hash was damaged: only the host can free it
 */
public record ProtectedFile(RemotePath path, String lock, boolean sealed) {}
