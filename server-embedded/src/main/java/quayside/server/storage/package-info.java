/**
 * Where the shared files live.
 *
 * <p>{@link Storage} is all that the rest of the server knows; {@link FolderStorage} keeps the files in a folder. What
 * guests must not see or touch (links, devices, hidden names, the reserved folder) is held back here, below every verb.
 */
@NullMarked
package quayside.server.storage;

import org.jspecify.annotations.NullMarked;
