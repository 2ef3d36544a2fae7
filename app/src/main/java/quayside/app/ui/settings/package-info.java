/** What the user may choose about the program: applied at once, and kept. */
@NullMarked
package quayside.app.ui.settings;

import org.jspecify.annotations.NullMarked;
