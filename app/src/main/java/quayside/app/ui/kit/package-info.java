/**
 * The parts that every feature of the window uses: theme, icons, formats for people, in-window dialogs, and the two
 * ways from a worker thread to the JavaFX thread.
 *
 * <p>A worker delivers a single result with {@link quayside.app.ui.kit.Background} and a stream of snapshots with
 * {@link quayside.app.ui.kit.Latest}. Nothing here knows a feature.
 */
@NullMarked
package quayside.app.ui.kit;

import org.jspecify.annotations.NullMarked;
