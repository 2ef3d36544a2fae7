package quayside.server;

/**
 * A guest that the host admits no longer, whatever its address: the installation that its program names. A guest that
 * pretends to be another installation is not recognized.
 *
 * @param installation as the program names it
 * @param who as the host knew it when it was blocked
 */
public record BlockedGuest(String installation, Who who) {}
