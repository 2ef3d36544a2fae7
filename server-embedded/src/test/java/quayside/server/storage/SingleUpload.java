package quayside.server.storage;

import java.util.Arrays;
import quayside.protocol.message.Entry;
import quayside.protocol.wire.ProtocolException;

/** A batch of one: an upload that nobody else has anything to do with. */
final class SingleUpload implements AutoCloseable {
    private final Storage.Batch batch;
    private final Storage.StageResult arrival;

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

    Storage.UploadResult commit() throws ProtocolException {
        Storage.UploadResult arrived = batch.commit().getFirst();
        if (arrived instanceof Storage.UploadResult.Failed(ProtocolException failure)) {
            throw failure;
        }
        return arrived;
    }

    /** Brings all of {@code bytes}, or what is missing of them, unless the rule drops the upload at once. */
    Storage.UploadResult run(byte[] bytes) throws ProtocolException {
        if (arrival instanceof Storage.StageResult.Declined(Entry existing)) {
            return new Storage.UploadResult.Skipped(existing);
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
