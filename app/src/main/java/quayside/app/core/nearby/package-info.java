/**
 * Shares nearby: announces the share of this computer on its networks, and finds those of others (PROTOCOL.md section
 * 10). What is heard is a hint from strangers: the identity that a server proves decides.
 */
@NullMarked
package quayside.app.core.nearby;

import org.jspecify.annotations.NullMarked;
