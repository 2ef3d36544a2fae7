/** The first screen, the shares that the window opens, and how each of them is connected. */
@NullMarked
package quayside.app.ui.home;

import org.jspecify.annotations.NullMarked;
