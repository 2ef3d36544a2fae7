/**
 * The window: puts the features together and is the only one that knows more than one of them.
 *
 * <p>{@link quayside.app.ui.shell.DesktopApp} opens it for the program, {@link quayside.app.ui.shell.Shell} for whoever
 * has a stage already.
 */
@NullMarked
package quayside.app.ui.shell;

import org.jspecify.annotations.NullMarked;
