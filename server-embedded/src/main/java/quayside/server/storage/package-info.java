/**
 * The shared files.
 *
 * <p>The rest of the server knows only {@link Storage}; {@link FolderStorage} keeps the files in a folder. What guests
 * must not see or touch (links, devices, hidden names, the reserved folder) is held back here, whatever the request.
 */
@NullMarked
package quayside.server.storage;

import org.jspecify.annotations.NullMarked;
