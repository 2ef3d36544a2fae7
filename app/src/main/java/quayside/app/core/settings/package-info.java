@NullMarked
package quayside.app.core.settings;

import org.jspecify.annotations.NullMarked;
