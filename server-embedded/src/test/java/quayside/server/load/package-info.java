/** Crowds of connections and a lack of file descriptors, against a server in a separate process. */
@NullMarked
package quayside.server.load;

import org.jspecify.annotations.NullMarked;
