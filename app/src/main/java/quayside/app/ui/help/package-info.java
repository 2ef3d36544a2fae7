/** What the program can do and how: every action, its key, and whether it is safe. */
@NullMarked
package quayside.app.ui.help;

import org.jspecify.annotations.NullMarked;
