/** The help: every action with its key, how the program works, and whether it is safe. */
@NullMarked
package quayside.app.ui.help;

import org.jspecify.annotations.NullMarked;
