/**
 * What the program remembers between runs, as small JSON files in one folder that only its owner reads.
 *
 * <p>{@link ConfigFolder} says where; {@link SettingsStore}, {@link KnownServers} and {@link SavedServers} each own one
 * file. A file is replaced whole or not at all; one that cannot be understood is kept aside and the program goes on.
 * None of these files holds an access key; the one of this computer's own shares is kept beside them, as a file of
 * {@link quayside.app.core.host.HostIdentity}.
 */
@NullMarked
package quayside.app.core.settings;

import org.jspecify.annotations.NullMarked;
