package quayside.protocol.client;

import java.io.IOException;
import quayside.protocol.message.Request;
import quayside.protocol.wire.ProtocolException;

/** A request without a body, whose refusal ends nothing but itself. */
abstract class Inquiry implements Pipeline.Exchange {
    private final Request request;

    Inquiry(Request request) {
        this.request = request;
    }

    /** Nothing: such a request holds no memory to speak of. */
    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public final void send(Connection connection, boolean repeated) throws IOException {
        connection.channel().send(request);
    }

    @Override
    public final void receive(Connection connection) throws IOException {
        try {
            read(connection);
        } catch (ProtocolException e) {
            if (Tally.endsAll(e)) {
                throw e;
            }
            refused(e);
        }
    }

    /**
     * Reads the answer, on the pipeline's own thread.
     *
     * @throws ProtocolException what is given to {@link #refused} unless it ends more than this request
     */
    abstract void read(Connection connection) throws IOException;

    /** Takes note that it was refused. */
    abstract void refused(ProtocolException why);
}
