package quayside.app.core.share;

import quayside.protocol.crypto.Fingerprint;

/**
 * The identity of a share, which stays the same when its address changes.
 *
 * @param server what its server proves
 */
public record ShareId(Fingerprint server) {}
