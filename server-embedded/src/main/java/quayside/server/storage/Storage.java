package quayside.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The files of one share.
 *
 * <p>Thread-safe; every method blocks on the disk. Whatever fails is a {@link ProtocolException} whose sentence can be
 * shown to a guest as it is: {@link Fault#NOT_FOUND} for what is not there or not shared, {@link Fault#REFUSED} for
 * changes to what is not shared and where the system denies access, {@link Fault#EXISTS} where a name is taken, {@link
 * Fault#DISK_FULL}, and {@link Fault#SERVER_ERROR} for the rest. After a failure every name holds what it held before.
 *
 * <p>Permissions of guests are not known here, but for {@link Upload#mayReplace}.
 */
public interface Storage extends AutoCloseable {
    /** Opens a file; the result must be closed. It stays readable while the name is replaced, moved or deleted. */
    Content open(RemotePath file) throws ProtocolException;

    /** Opens a folder for listing; the result must be closed. Entries come in no order. */
    Listing list(RemotePath folder) throws ProtocolException;

    /** One entry as it is now. The root's name is empty. */
    Entry stat(RemotePath path) throws ProtocolException;

    /**
     * Whether {@code upload} could land as things stand: its folder is there, the conflict rule lets it, and there is space.
     *
     * @return the entry for which the conflict rule drops the upload, if it does
     */
    Optional<Entry> check(Upload upload) throws ProtocolException;

    /** Opens a place for the bytes of {@code upload}, not yet visible to anybody; the result must be closed. */
    Staged stage(Upload upload) throws ProtocolException;

    /** Makes one folder; its parent must be there. */
    void makeFolder(RemotePath folder) throws ProtocolException;

    /** Renames or moves a file or folder, never replacing. */
    void move(RemotePath from, RemotePath to) throws ProtocolException;

    /**
     * Deletes a file, or a folder.
     *
     * @param recursive with all it holds, hidden files too; otherwise {@link Fault#EXISTS} for a folder that holds something
     */
    void delete(RemotePath path, boolean recursive) throws ProtocolException;

    @Override
    void close();

    /**
     * A file that is open for reading.
     *
     * @param bytes fails with {@link Fault#CHANGED} before its last byte where the file changed while it was read
     */
    record Content(Entry entry, InputStream bytes) implements Closeable {
        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /** A folder that is being listed, an entry at a time: its size in memory does not grow with the folder's. */
    interface Listing extends Closeable {
        /** The next entry, or null after the last. */
        @Nullable
        Entry next() throws ProtocolException;

        @Override
        void close();
    }

    /**
     * A file that is about to arrive.
     *
     * @param target where it shall land
     * @param size exact bytes
     * @param modified the time that it shall carry
     * @param mayReplace whether the guest may replace files at all; where not, a rule that would is {@link Fault#REFUSED}
     */
    record Upload(RemotePath target, long size, Instant modified, OnConflict onConflict, boolean mayReplace) {}

    /** The arriving bytes of one upload. One thread at a time. */
    interface Staged extends Closeable {
        /** Appends {@code count} bytes at the start of {@code buffer}. */
        void write(byte[] buffer, int count) throws ProtocolException;

        /**
         * Publishes the file under its name. When this returns {@link Landed.Stored} the file is whole on the disk and survives a
         * power cut.
         *
         * @throws IllegalStateException where fewer bytes were written than announced
         */
        Landed commit() throws ProtocolException;

        /** Discards what was not committed. Closing twice is fine. */
        @Override
        void close();
    }

    /** How a committed upload ended. */
    sealed interface Landed {
        /** It is there, under {@code entry.name()}. */
        record Stored(Entry entry) implements Landed {}

        /** The conflict rule left the old file; the upload is gone. */
        record Skipped(Entry existing) implements Landed {}
    }
}
