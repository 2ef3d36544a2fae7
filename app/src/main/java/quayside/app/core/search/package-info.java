/** Finds files by name, on this computer and on a share. */
@NullMarked
package quayside.app.core.search;

import org.jspecify.annotations.NullMarked;
