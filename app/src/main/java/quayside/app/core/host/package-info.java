@NullMarked
package quayside.app.core.host;

import org.jspecify.annotations.NullMarked;
