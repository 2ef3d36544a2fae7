/**
 * One pane of files, used for this computer and for the remote share alike.
 *
 * <p>{@link quayside.app.ui.browse.BrowsePane} is the front door. It reads through a {@link
 * quayside.app.ui.browse.FileSource}; a controller runs what blocks in the background, a model holds what is shown, a
 * view draws it. What is transferred where is the shell's business: the pane only says what was asked for.
 */
@NullMarked
package quayside.app.ui.browse;

import org.jspecify.annotations.NullMarked;
