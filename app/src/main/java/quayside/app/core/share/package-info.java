/**
 * The window's one open share: {@link ShareConnector} opens it, keeps an eye on it and says in {@link ShareState} where
 * it stands.
 */
@NullMarked
package quayside.app.core.share;

import org.jspecify.annotations.NullMarked;
