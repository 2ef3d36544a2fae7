/**
 * The shared files.
 *
 * <p>The rest of the server knows only {@link Storage}; {@link FolderStorage} keeps the files in a folder. This package
 * withholds whatever guests must not see or touch (links, devices, hidden names, the reserved folder), in every
 * request.
 */
@NullMarked
package quayside.server.storage;

import org.jspecify.annotations.NullMarked;
