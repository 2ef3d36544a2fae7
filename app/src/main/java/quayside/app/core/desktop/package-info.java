/** The desktop around the program: the programs that open files, and the file manager. */
@NullMarked
package quayside.app.core.desktop;

import org.jspecify.annotations.NullMarked;
