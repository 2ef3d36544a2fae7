/** Sharing a folder of this computer: the switch, the invitation, what guests may do, who is there and what happened. */
@NullMarked
package quayside.app.ui.host;

import org.jspecify.annotations.NullMarked;
