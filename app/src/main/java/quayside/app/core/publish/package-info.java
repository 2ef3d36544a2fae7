/** Does work in turns, and publishes its newest state to views. */
@NullMarked
package quayside.app.core.publish;

import org.jspecify.annotations.NullMarked;
