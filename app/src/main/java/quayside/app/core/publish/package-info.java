/** Publishes the newest state of workers to views. */
@NullMarked
package quayside.app.core.publish;

import org.jspecify.annotations.NullMarked;
