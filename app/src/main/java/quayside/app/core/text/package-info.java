/** Faults, sizes and times as people read them, the same in the window and on the command line. */
@NullMarked
package quayside.app.core.text;

import org.jspecify.annotations.NullMarked;
