package quayside.server;

import quayside.protocol.text.Sentence;

/** Publishes failures to accept connections as events of the share. */
final class AcceptingEvents implements Acceptor.Trouble {
    private final Environment environment;
    private final EventQueue events;

    AcceptingEvents(Environment environment, EventQueue events) {
        this.environment = environment;
        this.events = events;
    }

    @Override
    public void began(Sentence reason) {
        events.publish(new ShareEvent.AcceptingStopped(environment.clock().instant(), reason));
    }

    @Override
    public void ended() {
        events.publish(new ShareEvent.AcceptingResumed(environment.clock().instant()));
    }
}
