/** Compares a folder of this computer with one of a share, and plans how to make one like the other. */
@NullMarked
package quayside.app.core.compare;

import org.jspecify.annotations.NullMarked;
