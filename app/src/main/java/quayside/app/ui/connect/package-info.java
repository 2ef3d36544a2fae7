/** The connection to a share: the form, the state of the connection, and its messages to the user. */
@NullMarked
package quayside.app.ui.connect;

import org.jspecify.annotations.NullMarked;
