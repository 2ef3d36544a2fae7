@NullMarked
package quayside.app.core.files;

import org.jspecify.annotations.NullMarked;
