/**
 * The data that the program keeps between runs, as small JSON files in one folder that only its owner can read.
 *
 * <p>{@link ConfigFolder} locates the folder; {@link SettingsStore}, {@link KnownServers} and {@link SavedServers} each
 * own one file. A file is replaced as a whole or not at all. A damaged file is moved aside, and the program continues.
 * None of these files holds an access key. {@link quayside.app.core.keys.SavedKeys} keeps those of saved shares, and
 * {@link quayside.app.core.host.HostIdentity} the one of this computer's own shares, in the same folder.
 */
@NullMarked
package quayside.app.core.settings;

import org.jspecify.annotations.NullMarked;
