/**
 * Records which files are protected by which passcode (PROTOCOL.md section 5.8), in memory and in the file {@code
 * .quayside/protected.json}.
 *
 * <p>{@link ProtectedFiles} is the front door. The storage queries it for the locks of a file, by name and by identity,
 * whenever the {@link Keyring} of a guest matters. A {@link Lock} is the record of one passcode; {@link Hashing} makes
 * locks and tries passcodes. Inside, a {@code ProtectionIndex} holds the protections and a {@code ProtectionStore} the
 * file.
 */
@NullMarked
package quayside.server.protect;

import org.jspecify.annotations.NullMarked;
