/** The sentences of a server, for its host and for its guests. */
@NullMarked
package quayside.server.text;

import org.jspecify.annotations.NullMarked;
