/**
 * What one does with files besides transferring them: previews, properties, checksums, search, comparison.
 *
 * <p>{@link quayside.app.ui.files.FilesFeature} is the entry point. What reads files runs until its dialog is closed.
 */
@NullMarked
package quayside.app.ui.files;

import org.jspecify.annotations.NullMarked;
