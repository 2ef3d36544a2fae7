/** Directories and files of this computer, as both ends reach them: confined, by their true names, with all that the system tells of them. */
@NullMarked
package quayside.protocol.files;

import org.jspecify.annotations.NullMarked;
