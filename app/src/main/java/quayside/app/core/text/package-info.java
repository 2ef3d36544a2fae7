/** Formats faults and times for people, the same in the window and on the command line. */
@NullMarked
package quayside.app.core.text;

import org.jspecify.annotations.NullMarked;
