/**
 * What the program remembers between runs, as small JSON files in one folder that only its owner reads.
 *
 * <p>{@link ConfigFolder} says where; {@link SettingsStore}, {@link KnownServers} and {@link SavedServers} each own one
 * file. A file is replaced whole or not at all; one that cannot be understood is kept aside and the program goes on.
 * No access key is stored here.
 */
@NullMarked
package quayside.app.core.settings;

import org.jspecify.annotations.NullMarked;
