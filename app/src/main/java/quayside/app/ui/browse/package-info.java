/**
 * One pane of files, used for this computer and for the remote share alike.
 *
 * <p>{@link quayside.app.ui.browse.BrowsePane} is the entry point. It reads through a {@link
 * quayside.app.ui.browse.FileSource}. A controller runs blocking work in the background, a model holds the state, and a
 * view draws it. The pane only reports what the user asked for; the shell does the transfers.
 */
@NullMarked
package quayside.app.ui.browse;

import org.jspecify.annotations.NullMarked;
