/**
 * The access keys that the user wants to keep: {@link quayside.app.core.keys.SavedKeys} seals them, and a {@link
 * quayside.app.core.keys.KeyVault} keeps the secret with which they are sealed.
 */
@NullMarked
package quayside.app.core.keys;

import org.jspecify.annotations.NullMarked;
