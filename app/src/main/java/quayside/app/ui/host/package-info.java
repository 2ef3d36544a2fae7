/** Shares a folder of this computer: the switch, the invitation, the permissions, the guests and the log. */
@NullMarked
package quayside.app.ui.host;

import org.jspecify.annotations.NullMarked;
