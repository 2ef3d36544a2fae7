/**
 * Network faults that are caused on purpose: a relay between a real client and a real server, whose faults follow a seeded plan.
 * {@link ChaosTest} documents how to run many plans and how to replay one.
 */
@NullMarked
package quayside.server.chaos;

import org.jspecify.annotations.NullMarked;
