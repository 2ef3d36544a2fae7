/** The local side of the window. */
@NullMarked
package quayside.app.core.files;

import org.jspecify.annotations.NullMarked;
