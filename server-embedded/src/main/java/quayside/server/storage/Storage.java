package quayside.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Trail;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFiles;

/**
 * The files of one share.
 *
 * <p>Thread-safe; every method blocks on the disk. Whatever fails is a {@link ProtocolException} whose sentence can be
 * shown to a guest as it is: {@link Fault#NOT_FOUND} for what is not there or not shared, {@link Fault#REFUSED} for
 * changes to what is not shared and where the system or the disk does not take something, {@link Fault#EXISTS} where a name is taken, {@link
 * Fault#DISK_FULL}, {@link Fault#TOO_LARGE}, {@link Fault#SERVER_FULL} for what is over by itself, and {@link Fault#SERVER_ERROR} for the rest. After a failure every name holds what it held before, or where an
 * upload failed in its very last step the new file, whole.
 *
 * <p>Permissions of guests are not known here, but for {@link Upload#mayReplace}.
 */
public interface Storage extends AutoCloseable {
    /**
     * The same files for somebody who has opened these locks. What is under others is {@link Fault#PASSCODE_NEEDED}, in every method but {@link #list}
     * and {@link #stat}; a storage that was not made by this has none open.
     *
     * @param asker who that is, in a word; where many wait for something that takes its time, askers take turns
     */
    Storage with(Keyring keys, String asker);

    /** As above, for somebody who is no guest. */
    default Storage with(Keyring keys) {
        return with(keys, "");
    }

    /**
     * Puts a file under {@code lock}, or under none.
     *
     * @return whether that changed something
     * @throws ProtocolException {@link Fault#NOT_FOUND} for a folder, and where nothing is there unless the protection of the name is to end
     */
    boolean protect(RemotePath file, Optional<Lock> lock) throws ProtocolException;

    /** What is protected. */
    ProtectedFiles protectedFiles();

    /** Begins to read files; it must be closed, and soon: what is moved meanwhile it may still find where it was. */
    Reader reader();

    /** Opens a folder for listing; the result must be closed. Entries come in no order. */
    Listing list(RemotePath folder) throws ProtocolException;

    /** One entry as it is now. The root's name is empty. */
    Entry stat(RemotePath path) throws ProtocolException;

    /**
     * The SHA-256 of a whole file, from memory where it was computed of the same version of the same path before. May take minutes, also to wait for others;
     * interrupting the thread ends it with {@link Fault#CANCELLED}. {@link Fault#CHANGED} where the file is changed meanwhile.
     *
     * @param asker for whom, in a word; where many wait, askers take turns
     */
    Digest digest(RemotePath file, String asker) throws ProtocolException;

    /** Begins a batch of uploads; it must be closed. */
    Batch batch();

    /**
     * Makes one folder; its parent must be there.
     *
     * @param existing whether a folder that is there already will do
     * @param mode that of the source, beyond which a new folder shall allow nobody but its owner anything
     * @return that folder, if one was
     */
    Optional<Entry> makeFolder(RemotePath folder, boolean existing, Optional<Mode> mode) throws ProtocolException;

    /** As {@link #makeFolder(RemotePath, boolean, Optional)}, for a source without a mode. */
    default Optional<Entry> makeFolder(RemotePath folder, boolean existing) throws ProtocolException {
        return makeFolder(folder, existing, Optional.empty());
    }

    /**
     * Gives a folder a modified time, as near as its disk stores it. Where the disk takes none nothing happens.
     *
     * @throws ProtocolException {@link Fault#NOT_FOUND} for a file, too
     */
    void setModified(RemotePath folder, Instant modified) throws ProtocolException;

    /** Renames or moves a file or folder, never replacing; {@link Fault#TOO_LARGE} where what it holds would lie too deep to be asked for. */
    void move(RemotePath from, RemotePath to) throws ProtocolException;

    /**
     * Deletes a file, or a folder.
     *
     * @param recursive with all it holds, unless guests do not see some of that: then {@link Fault#REFUSED} before anything is deleted; otherwise {@link
     *     Fault#EXISTS} for a folder that holds something
     */
    void delete(RemotePath path, boolean recursive) throws ProtocolException;

    /** How the place of the share is at the moment. */
    Condition condition();

    /** How a share's place may be. */
    enum Condition {
        WELL,
        /** Guests can read, and change nothing. */
        READ_ONLY,
        /** Everything that is asked fails with {@link Fault#SERVER_FULL}. */
        AWAY
    }

    /** Bytes that further uploads find room for; empty where that is not known. */
    OptionalLong free();

    /** Deletes what nobody has come back for: the leftovers of uploads that were cut off a day ago or longer. */
    void sweep();

    /** Leaves nothing of its own behind but what a later upload can go on with. */
    @Override
    void close();

    /** Opens files one after another, which share the way to their folder. One thread at a time. */
    interface Reader extends Closeable {
        /**
         * Opens a file; the result must be closed, and before the reader. It stays readable while the name is replaced, moved or deleted.
         *
         * @param from where to begin; {@link Fault#CHANGED} where the file is another version now or begins with something else, {@link Fault#UNPROVEN} for a reading that is not known, {@link Fault#MALFORMED} where it has
         *     fewer bytes. May take as long as reading it up to there, also to wait for others; interrupting the thread ends it with {@link Fault#CANCELLED}
         */
        Content open(RemotePath file, Optional<Request.Resume> from) throws ProtocolException;

        /** Closing twice is fine. */
        @Override
        void close();
    }

    /**
     * A file that is open for reading.
     *
     * @param version an opaque word that is another one once the file was changed, as far as the system tells
     * @param certain whether this is for sure the file of {@code version}, of which its disk tells every change
     * @param offset where {@code bytes} begin
     * @param whole of what comes before them, as it was read from this very file
     * @param reading to tell of what was sent, for who goes on after a loss; empty where that would prove nothing
     * @param bytes up to the end of the file. Every failure is a {@link ProtocolException}; {@link Fault#CHANGED} comes before the last byte where the
     *     file changed while it was read
     */
    record Content(
            Entry entry,
            String version,
            boolean certain,
            long offset,
            Checksum whole,
            Optional<Reading> reading,
            InputStream bytes)
            implements Closeable {
        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /**
     * The reading of a file over all connections of one download.
     *
     * @param word known to nobody but the asker
     * @param trail what was read of it
     */
    record Reading(String word, Trail trail) {}

    /** A folder that is being listed, an entry at a time: its size in memory does not grow with the folder's. */
    interface Listing extends Closeable {
        /** The next entry, or null after the last. */
        @Nullable
        Entry next() throws ProtocolException;

        /** What was left out on the way to the entry given last; after the last one, what the whole listing leaves out. */
        Omitted omitted();

        @Override
        void close();
    }

    /**
     * What a file holds.
     *
     * @param sha256 64 lower-case hexadecimal characters
     */
    record Digest(Entry entry, String sha256) {}

    /**
     * A file that is about to arrive.
     *
     * @param target where it shall land
     * @param size exact bytes
     * @param modified the time that it shall carry
     * @param mayReplace whether the guest may replace files at all; where not, a rule that would is {@link Fault#REFUSED}
     * @param mode that of the source, beyond which it shall allow nobody anything; empty where the source's system has none
     * @param unlessSame whether a file of this size and time under the name is left, whatever the rule
     * @param source the version of the source: what arrives of it is kept for a later try, and used where an earlier one left some
     * @param lock the lock that it shall be under from the first moment on; empty for that of the name it takes, if that has one
     * @param id a word that each repetition of this upload has, and no other: of those only the first lands, as far as the storage remembers
     * @param reading of the source, a word: where all that is there came of it, that need not be compared; empty where nobody knows of such a thing
     */
    record Upload(
            RemotePath target,
            long size,
            Instant modified,
            OnConflict onConflict,
            boolean mayReplace,
            Optional<Mode> mode,
            boolean unlessSame,
            Optional<String> source,
            Optional<Lock> lock,
            Optional<String> id,
            Optional<String> reading) {
        /** Under no lock of its own, and not told apart from others. */
        public Upload(
                RemotePath target,
                long size,
                Instant modified,
                OnConflict onConflict,
                boolean mayReplace,
                Optional<Mode> mode,
                boolean unlessSame,
                Optional<String> source) {
            this(
                    target,
                    size,
                    modified,
                    onConflict,
                    mayReplace,
                    mode,
                    unlessSame,
                    source,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * Uploads that are published together, so that they share what publishing costs: one, or some that arrive one after another. One thread
     * at a time.
     */
    interface Batch extends Closeable {
        /**
         * Opens a place for the bytes of {@code upload}, not yet visible to anybody, if it could land as things stand: its folder is there, the conflict
         * rule lets it, and there is space. May take as long as reading what an earlier try left, also to wait for others; interrupting the thread ends it with {@link
         * Fault#CANCELLED}.
         *
         * @throws ProtocolException also {@link Fault#EXISTS} with a time to wait, where another upload of the same source to the same place is under
         *     way
         */
        Arrival stage(Upload upload) throws ProtocolException;

        /** Whether the batch should be committed now, before it costs too much memory or time. */
        boolean isFull();

        /**
         * Publishes what was staged and neither discarded nor closed, in the order in which it was staged, as if each were alone: a failure of one
         * is its own. Where the result is {@link Landed.Stored} the file is whole on the disk and survives a power cut. May take as long as the
         * disk needs to write all of it.
         *
         * @return how each ended, in that order; the batch is empty afterwards
         * @throws IllegalStateException where one has fewer bytes than announced
         */
        List<Landed> commit();

        /** Closes what was not committed. Closing twice is fine. */
        @Override
        void close();
    }

    /** How an upload begins. */
    sealed interface Arrival {
        /** The conflict rule drops it. */
        record Declined(Entry existing) implements Arrival {}
    }

    /** The arriving bytes of one upload. One thread at a time, the batch's. */
    non-sealed interface Staged extends Arrival, Closeable {
        /** The bytes that are there already: the first to write is the one at this offset of the source. */
        long offset();

        /** Their SHA-256, 64 lower-case hexadecimal characters, to be compared with the source; empty where there are none, and where all came of the reading of the upload. */
        Optional<String> prefix();

        /** Of them, to go on with. */
        Checksum whole();

        /** Drops them: the source begins with something else. */
        void restart() throws ProtocolException;

        /** Appends {@code count} bytes at the start of {@code buffer}. */
        void write(byte[] buffer, int count) throws ProtocolException;

        /** Gives up, and deletes what is there: for bytes that are not the file. */
        void discard();

        /** Gives up where it was not committed; what is there is kept if a later try can go on with it. Closing twice is fine. */
        @Override
        void close();
    }

    /** How a committed upload ended. */
    sealed interface Landed {
        /** It is there, under {@code entry.name()}. */
        record Stored(Entry entry) implements Landed {}

        /** The conflict rule left the old file; the upload is gone. */
        record Skipped(Entry existing) implements Landed {}

        record Failed(ProtocolException failure) implements Landed {}
    }
}
