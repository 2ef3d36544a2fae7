/**
 * Records which files are protected by which passcode (PROTOCOL.md section 5.8), in memory and in the file {@code
 * .quayside/protected.json}.
 *
 * <p>{@link ProtectedFiles} is the entry point. The storage asks it for the locks of a file, by name and by file
 * number, whenever the {@link Keyring} of a guest matters. A {@link Lock} is the record of one passcode. {@link
 * Hashing} makes locks and verifies passcodes. A {@code ProtectionIndex} holds the protections in memory, a {@code
 * ProtectionStore} the file.
 */
@NullMarked
package quayside.server.protect;

import org.jspecify.annotations.NullMarked;
