/** The window's one open share: {@link ShareConnector} opens it, monitors it and publishes its {@link ShareState}. */
@NullMarked
package quayside.app.core.share;

import org.jspecify.annotations.NullMarked;
