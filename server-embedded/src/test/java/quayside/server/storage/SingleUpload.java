package quayside.server.storage;

import java.util.Arrays;
import quayside.protocol.message.Entry;
import quayside.protocol.wire.ProtocolException;

/** A batch of one: an upload that nobody else has anything to do with. */
final class SingleUpload implements AutoCloseable {
    private final Storage.Batch batch;
    private final Storage.Arrival arrival;

    SingleUpload(Storage storage, Storage.Upload upload) throws ProtocolException {
        batch = storage.batch();
        try {
            arrival = batch.stage(upload);
        } catch (ProtocolException e) {
            close();
            throw e;
        }
    }

    Storage.Staged staged() {
        return (Storage.Staged) arrival;
    }

    void write(byte[] bytes) throws ProtocolException {
        staged().write(bytes, bytes.length);
    }

    Storage.Landed commit() throws ProtocolException {
        Storage.Landed landed = batch.commit().getFirst();
        if (landed instanceof Storage.Landed.Failed(ProtocolException failure)) {
            throw failure;
        }
        return landed;
    }

    /** Brings all of {@code bytes}, or what is missing of them, unless the rule drops the upload at once. */
    Storage.Landed run(byte[] bytes) throws ProtocolException {
        if (arrival instanceof Storage.Arrival.Declined(Entry existing)) {
            return new Storage.Landed.Skipped(existing);
        }
        int offset = (int) staged().offset();
        write(Arrays.copyOfRange(bytes, offset, bytes.length));
        return commit();
    }

    @Override
    public void close() {
        batch.close();
    }
}
