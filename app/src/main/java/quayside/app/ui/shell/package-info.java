/**
 * The window. It connects the features, and is the only package that knows more than one of them.
 *
 * <p>{@link quayside.app.ui.shell.DesktopApp} opens it for the program, {@link quayside.app.ui.shell.Shell} on an
 * existing stage.
 */
@NullMarked
package quayside.app.ui.shell;

import org.jspecify.annotations.NullMarked;
