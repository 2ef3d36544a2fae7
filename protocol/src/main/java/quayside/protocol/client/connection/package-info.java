/**
 * Connections to a share: dialled, kept for the next call, replaced after a loss (PROTOCOL.md section 9).
 *
 * <p>{@link quayside.protocol.client.connection.Connection} answers requests with futures. {@link
 * quayside.protocol.client.connection.RetryingConnection} repeats the requests that a lost connection left unanswered.
 * {@link quayside.protocol.client.connection.FaultPolicy} decides about the consequence of a fault.
 */
@NullMarked
package quayside.protocol.client.connection;

import org.jspecify.annotations.NullMarked;
