/**
 * Which files are protected by which passcode (PROTOCOL.md section 5.8), and the file {@code .quayside/protected.json} that keeps it, with a journal of
 * the last changes where it is long.
 *
 * <p>A {@link Lock} is what is kept of one passcode; {@link Hashing} makes and tries them. {@link ProtectedFiles} tells the locks of a file by its name
 * and by what it is, and is asked by the storage each time that a guest's {@link Keyring} matters.
 */
@NullMarked
package quayside.server.protect;

import org.jspecify.annotations.NullMarked;
