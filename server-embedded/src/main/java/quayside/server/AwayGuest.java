package quayside.server;

import quayside.protocol.message.Response;

/**
 * A guest that the host has paused or slowed down, and that is not connected now.
 *
 * @param id identifies the orders for {@link ShareServer#lift}
 * @param who as the host knew it when it gave the order
 */
public record AwayGuest(String id, Who who, Response.Orders orders) {}
