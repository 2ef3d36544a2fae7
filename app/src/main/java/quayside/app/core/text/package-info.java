/** The texts that people read: the sentences of the window and the core, and faults and times in words. */
@NullMarked
package quayside.app.core.text;

import org.jspecify.annotations.NullMarked;
