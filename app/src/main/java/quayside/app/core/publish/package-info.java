/** How workers hand their newest state to whoever shows it. */
@NullMarked
package quayside.app.core.publish;

import org.jspecify.annotations.NullMarked;
