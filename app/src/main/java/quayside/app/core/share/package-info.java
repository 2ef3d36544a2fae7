@NullMarked
package quayside.app.core.share;

import org.jspecify.annotations.NullMarked;
