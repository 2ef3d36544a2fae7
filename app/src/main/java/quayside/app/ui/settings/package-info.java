/** The settings of the program, which are applied at once and saved. */
@NullMarked
package quayside.app.ui.settings;

import org.jspecify.annotations.NullMarked;
