package quayside.server.protect;

import quayside.protocol.message.RemotePath;

/**
 * A protected file, for the host.
 *
 * @param lock files under the same one have the same passcode
 * @param sealed whether no passcode opens it any more, because its hash was damaged: only the host can free it
 */
public record ProtectedFile(RemotePath path, String lock, boolean sealed) {}
