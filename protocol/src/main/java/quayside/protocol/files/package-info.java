/** Directories and files of this computer, for both ends: confined, by their true names, and with their metadata. */
@NullMarked
package quayside.protocol.files;

import org.jspecify.annotations.NullMarked;
