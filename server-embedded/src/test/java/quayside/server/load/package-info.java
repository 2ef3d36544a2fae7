/** Crowds of connections and scarce descriptors, against a server in a process of its own. */
@NullMarked
package quayside.server.load;

import org.jspecify.annotations.NullMarked;
