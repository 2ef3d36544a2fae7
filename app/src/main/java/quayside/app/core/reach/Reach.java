package quayside.app.core.reach;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import quayside.app.core.publish.Subscription;
import quayside.app.core.text.Texts;

/**
 * Keeps a port of this computer open at the router. Thread-safe; calls take effect in their order, and only {@link
 * #close} blocks.
 */
public interface Reach extends AutoCloseable {
    /** How a router is asked. */
    enum Way {
        PCP("PCP"),
        NAT_PMP("NAT-PMP"),
        UPNP("UPnP");

        private final String title;

        Way(String title) {
            this.title = title;
        }

        /** Returns its name, which is the same in every language. */
        public String title() {
            return title;
        }
    }

    /** Why the port is not open. */
    enum Trouble {
        /** This computer has no router, or the system does not name it. */
        NO_ROUTER,
        /** The router answers in none of the ways. */
        SILENT,
        /** The router answers, and does not open the port. */
        REFUSED,
        /** The router answers that its settings do not let this computer open ports. */
        FORBIDDEN,
        /** The router's own address is not one of the internet. */
        NO_ADDRESS
    }

    /** Whether guests from the internet reach this computer. */
    sealed interface State {
        /** Returns addresses of IPv6 by which the internet may reach this computer without a router's help. */
        default List<String> sixes() {
            return List.of();
        }

        /** Nobody asked for it. */
        record Off() implements State {}

        /** The router is being asked. */
        record Opening(int port) implements State {}

        /**
         * The port is open.
         *
         * @param host the router's address in the internet
         * @param port the port there, which may differ from the one here
         * @param isEndless whether it stays open if this program is killed, because the router knows no leases
         */
        record Open(String host, int port, Way way, boolean isEndless, List<String> sixes) implements State {}

        /**
         * The port is not open. It is tried again.
         *
         * @param port the port of this computer
         * @param here this computer's address; empty without a router
         * @param outside the router's address for {@link Trouble#NO_ADDRESS}; otherwise empty
         */
        record Closed(Trouble trouble, int port, String here, String outside, List<String> sixes) implements State {
            private Optional<String> advice(String first) {
                return Optional.of(Texts.get(first) + " " + Texts.get("reach.byHand", Integer.toString(port), here));
            }
        }

        /** Returns the state in one sentence of the reader's language; empty while it is off. */
        default String words() {
            return switch (this) {
                case Off _ -> "";
                case Opening(int port) -> Texts.get("reach.opening", Integer.toString(port));
                case Open open ->
                    Texts.get(
                            "reach.open",
                            open.host(),
                            Integer.toString(open.port()),
                            open.way().title());
                case Closed closed ->
                    switch (closed.trouble()) {
                        case NO_ROUTER -> Texts.get("reach.none");
                        case SILENT -> Texts.get("reach.silent");
                        case REFUSED -> Texts.get("reach.refused");
                        case FORBIDDEN -> Texts.get("reach.forbidden");
                        case NO_ADDRESS -> Texts.get("reach.private", closed.outside());
                    };
            };
        }

        /** Returns what the user can do now, in the reader's language, if there is something. */
        default Optional<String> advice() {
            return switch (this) {
                case Off _, Opening _ -> Optional.empty();
                case Open open -> open.isEndless() ? Optional.of(Texts.get("reach.endless")) : Optional.empty();
                case Closed closed ->
                    switch (closed.trouble()) {
                        case NO_ROUTER -> Optional.empty();
                        case SILENT -> closed.advice("reach.silent.advice");
                        case REFUSED -> closed.advice("reach.refused.advice");
                        case FORBIDDEN -> closed.advice("reach.forbidden.advice");
                        case NO_ADDRESS -> Optional.of(Texts.get("reach.private.advice"));
                    };
            };
        }
    }

    /** Returns the newest state. */
    State state();

    /** Adds a listener, which gets the present state at once and each new one on worker threads. */
    Subscription onState(Consumer<State> listener);

    /** Keeps this TCP port of this computer open from now on, instead of an earlier one; none if it is empty. */
    void keepOpen(OptionalInt port);

    /** Closes the port, and ends; waits for the router's answer at most some three seconds. */
    @Override
    void close();

    /** Returns one that asks no router. */
    static Reach none() {
        return new Reach() {
            @Override
            public State state() {
                return new State.Off();
            }

            @Override
            public Subscription onState(Consumer<State> listener) {
                listener.accept(new State.Off());
                return () -> {};
            }

            @Override
            public void keepOpen(OptionalInt port) {}

            @Override
            public void close() {}
        };
    }
}
