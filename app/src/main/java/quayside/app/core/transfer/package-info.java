@NullMarked
package quayside.app.core.transfer;

import org.jspecify.annotations.NullMarked;
