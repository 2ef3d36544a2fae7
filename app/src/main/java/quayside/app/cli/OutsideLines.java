package quayside.app.cli;

import java.net.InetAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import quayside.app.core.reach.Reach;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.ServerIdentity;
import quayside.server.session.Invitation;

/**
 * Prints the links that hold in the internet when the router opens the port, and says why it does not. What was said last is
 * not said again. Gets one state after the other, on any thread.
 */
final class OutsideLines implements Consumer<Reach.State> {
    private final CliContext context;
    private final InetAddress bound;
    private final int port;
    private final ServerIdentity identity;
    private final List<Invitation> invitations;
    private final Set<String> saidOfSixes = new HashSet<>();
    private String saidLast = "";

    /**
     * @param bound the address at which the server listens
     * @param invitations those whose links are printed, too
     */
    OutsideLines(
            CliContext context, InetAddress bound, int port, ServerIdentity identity, List<Invitation> invitations) {
        this.context = context;
        this.bound = bound;
        this.port = port;
        this.identity = identity;
        this.invitations = List.copyOf(invitations);
    }

    @Override
    public void accept(Reach.State state) {
        String words = state.words();
        boolean isNew = !words.isEmpty() && !words.equals(saidLast);
        if (isNew) {
            saidLast = words;
            context.say(words);
            state.advice().ifPresent(context::say);
        }
        state.sixes().stream()
                .filter(six ->
                        bound.isAnyLocalAddress() || bound.getHostAddress().equals(six))
                .filter(saidOfSixes::add)
                .forEach(six -> context.say(Texts.get("reach.six", six, Integer.toString(port))));
        if (isNew && state instanceof Reach.State.Open open) {
            ShareLink link = ShareLink.of(open.host(), open.port(), identity.fingerprint());
            try {
                context.print("outside " + link);
                for (Invitation each : invitations) {
                    context.print(InviteOption.line(each, link, Instant.now()));
                }
            } catch (CliException e) {
                // The links at the start could be printed; that nobody reads any more does not end the share.
                context.say(Texts.words(e.sentence()));
            }
        }
    }
}
