/** Connecting to a share: the form, what the connection does, and what the user is told of it. */
@NullMarked
package quayside.app.ui.connect;

import org.jspecify.annotations.NullMarked;
