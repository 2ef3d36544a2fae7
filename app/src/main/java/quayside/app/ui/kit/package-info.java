/**
 * What every feature of the window is made of: theme, icons, human formats, in-window dialogs, and the two ways
 * from a worker thread to the JavaFX thread.
 *
 * <p>A worker hands a result over once with {@link quayside.app.ui.kit.Background} and a stream of snapshots with {@link
 * quayside.app.ui.kit.Latest}. Nothing here knows a feature.
 */
@NullMarked
package quayside.app.ui.kit;

import org.jspecify.annotations.NullMarked;
