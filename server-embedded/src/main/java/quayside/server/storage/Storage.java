package quayside.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.SeenFile;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Trail;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedNames;

/**
 * The files of one share.
 *
 * <p>Thread-safe; every method blocks on the disk. Every failure is a {@link ProtocolException} whose message can be
 * shown to a guest unchanged:
 *
 * <ul>
 * <li>{@link Fault#NOT_FOUND} for what does not exist or is not shared
 * <li>{@link Fault#REFUSED} for changes to what is not shared, and for what the system or the disk does not accept
 * <li>{@link Fault#EXISTS} for a name that is taken
 * <li>{@link Fault#DISK_FULL} for a full disk
 * <li>{@link Fault#TOO_LARGE} for what exceeds a limit
 * <li>{@link Fault#SERVER_FULL} for a temporary condition
 * <li>{@link Fault#SERVER_ERROR} for the rest
 * </ul>
 *
 * <p>After a failure every name holds what it held before. If an upload failed in its very last step, its name may
 * instead hold the new file, whole.
 *
 * <p>Storage does not know the permissions of guests, except for {@link Upload#mayReplace}.
 */
public interface Storage extends AutoCloseable {
    /**
     * Returns the same files for a guest who has opened the locks in {@code keys}. For files under other locks, every
     * method except {@link #list} and {@link #stat} fails with {@link Fault#PASSCODE_NEEDED}. A storage that was not
     * made by this method has no open locks.
     *
     * @param asker identifies the guest; if several wait for long work, askers take turns
     */
    Storage with(Keyring keys, String asker);

    /**
     * Returns the same files for a guest who may use its paths only while {@code valid}: what a path leads to is asked for
     * first, then whether the guest may use it. If not, it fails with {@link Fault#NOT_FOUND}.
     */
    default Storage whileValid(BooleanSupplier valid) {
        return this;
    }

    /** Returns the same files for a caller who is not a guest; see {@link #with(Keyring, String)}. */
    default Storage with(Keyring keys) {
        return with(keys, "");
    }

    /**
     * Puts a file under {@code lock}, or under none.
     *
     * @return whether that changed something
     * @throws ProtocolException {@link Fault#NOT_FOUND} for a folder, and for a name without a file unless the call
     *     ends the protection of that name
     */
    boolean protect(RemotePath file, Optional<Lock> lock) throws ProtocolException;

    ProtectedNames protectedFiles();

    /**
     * Returns a reader of files. It must be closed soon, because until then it may still find a moved folder at its old
     * place.
     */
    Reader reader();

    /** Opens a folder for listing; the result must be closed. Entries come in no order. */
    Listing list(RemotePath folder) throws ProtocolException;

    /** Returns one entry as it is now. The root's name is empty. */
    Entry stat(RemotePath path) throws ProtocolException;

    /**
     * Returns the SHA-256 of a whole file. It comes from memory if it was computed before for the same version of the
     * same path. The call may take minutes, and may wait for others. Interrupting the thread ends it with {@link
     * Fault#CANCELLED}. It fails with {@link Fault#CHANGED} if the file is changed meanwhile.
     *
     * @param asker identifies the guest; if several wait, askers take turns
     */
    Digest digest(RemotePath file, String asker) throws ProtocolException;

    /** Begins a batch of uploads; it must be closed. */
    Batch batch();

    /**
     * Makes one folder; its parent must exist.
     *
     * @param existing whether a folder that exists already is accepted
     * @param mode the source's mode; a new folder grants permissions beyond it to its owner only
     * @return the folder that existed already, if there was one
     */
    Optional<Entry> makeFolder(RemotePath folder, boolean existing, Optional<Mode> mode) throws ProtocolException;

    /** Does the same as {@link #makeFolder(RemotePath, boolean, Optional)}, for a source without a mode. */
    default Optional<Entry> makeFolder(RemotePath folder, boolean existing) throws ProtocolException {
        return makeFolder(folder, existing, Optional.empty());
    }

    /**
     * Makes a folder for what a guest drops who sees nothing of {@code within} ({@link Upload#drop}), with the folders on
     * the way. What exists leads to no failure: a folder that is there is used, and what else has the name is passed by.
     *
     * @return the path of the folder if it was made
     */
    Optional<RemotePath> makeDropFolder(RemotePath folder, RemotePath within, Optional<Mode> mode)
            throws ProtocolException;

    /**
     * Sets the modified time of a folder, as precisely as its disk stores it. If the disk does not accept a time,
     * nothing happens.
     *
     * @throws ProtocolException also {@link Fault#NOT_FOUND} for a file
     */
    void setModified(RemotePath folder, Instant modified) throws ProtocolException;

    /**
     * Renames or moves a file or folder and never replaces one. It fails with {@link Fault#TOO_LARGE} if the content
     * would be so deep that no request could name it.
     */
    void move(RemotePath from, RemotePath to) throws ProtocolException;

    /**
     * Deletes a file or a folder.
     *
     * @param recursive deletes a folder with all that it holds. If guests do not see some of that, the call fails with
     *     {@link Fault#REFUSED} before anything is deleted. Without it, a folder that is not empty fails with {@link
     *     Fault#EXISTS}
     */
    void delete(RemotePath path, boolean recursive) throws ProtocolException;

    /** Returns the present condition of the shared folder. */
    Condition condition();

    /**
     * Returns the present conditions of the shared folders by their names. A share that is one folder has no name for it
     * but the empty one.
     */
    default Map<String, Condition> conditions() {
        return Map.of("", condition());
    }

    enum Condition {
        WELL,
        /** Guests can read but cannot change anything. */
        READ_ONLY,
        /** Every request fails with {@link Fault#SERVER_FULL}. */
        AWAY
    }

    /** Returns the bytes that are free for further uploads; empty if that is not known. */
    OptionalLong free();

    /** Deletes abandoned data: the leftovers of uploads that were interrupted at least a day ago. */
    void sweep();

    /** Closes the storage. It leaves nothing of its own behind except part files that a later upload can resume. */
    @Override
    void close();

    /** Opens files one after another and keeps the last one's folder open. For one thread at a time. */
    interface Reader extends Closeable {
        /**
         * Opens a file. The result must be closed before the reader. It stays readable while the name is replaced,
         * moved or deleted.
         *
         * <p>The call may take as long as reading the file up to {@code from}, and may wait for others. Interrupting
         * the thread ends it with {@link Fault#CANCELLED}.
         *
         * @param from the point at which to begin
         * @throws ProtocolException also {@link Fault#CHANGED} if the file is another version now or begins with other
         *     bytes, {@link Fault#UNPROVEN} if the reading is not known, and {@link Fault#MALFORMED} if the file has
         *     fewer bytes
         */
        Content open(RemotePath file, Optional<Request.Resume> from) throws ProtocolException;

        /** Closes the reader. Closing twice has no further effect. */
        @Override
        void close();
    }

    /**
     * A file that is open for reading.
     *
     * @param version an opaque word that changes when the file is changed, as far as the system reports changes
     * @param certain whether this is certainly the file of {@code version}, and its disk reports every change of it
     * @param offset the offset of the first byte of {@code bytes}
     * @param whole the checksum of the bytes before {@code offset}, as they were read from this very file
     * @param reading identifies the bytes that are sent, for a client that resumes after a lost connection; empty if it
     *     would prove nothing
     * @param bytes the bytes up to the end of the file. Every failure is a {@link ProtocolException}; {@link
     *     Fault#CHANGED} comes before the last byte if the file changed while it was read
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
     * @param word known only to the asker
     * @param trail the checksums of the bytes that were read
     */
    record Reading(String word, Trail trail) {}

    /** A folder that is being listed, one entry at a time. Its size in memory does not grow with the folder. */
    interface Listing extends Closeable {
        /** Returns the next entry, or null after the last. */
        @Nullable
        Entry next() throws ProtocolException;

        /**
         * Returns the numbers of entries left out before the one returned last. After the last entry, they count for
         * the whole listing.
         */
        Omitted omitted();

        @Override
        void close();
    }

    /**
     * The digest of a file.
     *
     * @param sha256 64 lower-case hexadecimal characters
     */
    record Digest(Entry entry, String sha256) {}

    /**
     * A file that is about to arrive.
     *
     * @param target the path to publish it at
     * @param size exact bytes
     * @param modified the modified time that the file gets
     * @param mayReplace whether the guest may replace files at all; if not, a policy that would replace one fails with
     *     {@link Fault#REFUSED}
     * @param mode the source's mode; the file grants no permissions beyond it. Empty if the source's system has no
     *     modes
     * @param unlessSame whether a file of this size and time under the name is kept, whatever the policy
     * @param source the version of the source. Bytes that arrive of it are kept for a later try, and bytes that an
     *     earlier try left are used
     * @param lock the lock that protects the file from the first moment; empty for the lock of the name it takes, if
     *     any
     * @param id a word shared by the repetitions of this upload only: the storage publishes the first of them and no
     *     other, as far as it remembers
     * @param reading the reading of the source, a word. If all existing bytes came from it, they need not be compared;
     *     empty if it is not known
     * @param seen the only file that {@link OnConflict#OVERWRITE} replaces; another one fails with {@link Fault#EXISTS}.
     *     Empty if it may replace any
     * @param drop set for a guest who sees nothing of the share: the upload gets a free name whatever exists, and no
     *     result that the guest reads may tell which. Folders on the way are made
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
            Optional<String> reading,
            Optional<SeenFile> seen,
            Optional<Drop> drop) {
        /**
         * What a guest drops.
         *
         * @param within the file is stored in this folder or below
         * @param wanted the path that the guest has named
         */
        public record Drop(RemotePath within, RemotePath wanted) {}

        /** Makes an upload of a guest who sees the share. */
        public Upload(
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
                Optional<String> reading,
                Optional<SeenFile> seen) {
            this(
                    target,
                    size,
                    modified,
                    onConflict,
                    mayReplace,
                    mode,
                    unlessSame,
                    source,
                    lock,
                    id,
                    reading,
                    seen,
                    Optional.empty());
        }

        /** Returns this upload of a guest who sees nothing of {@code within}: it replaces and compares nothing. */
        public Upload dropped(RemotePath within) {
            return new Upload(
                    target,
                    size,
                    modified,
                    OnConflict.RENAME,
                    false,
                    mode,
                    false,
                    source,
                    lock,
                    id,
                    reading,
                    Optional.empty(),
                    Optional.of(new Drop(within, target)));
        }

        /** Returns the path that the guest has named. */
        RemotePath wanted() {
            return drop.map(Drop::wanted).orElse(target);
        }

        /** Returns this upload with another target. */
        Upload at(RemotePath place) {
            return new Upload(
                    place,
                    size,
                    modified,
                    onConflict,
                    mayReplace,
                    mode,
                    unlessSame,
                    source,
                    lock,
                    id,
                    reading,
                    seen,
                    drop);
        }

        /** Makes an upload without a lock, an id or a reading of its own. */
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
                    Optional.empty(),
                    Optional.empty());
        }

        /** Returns this upload with the paths that it has in the first folder on the way. */
        Upload tail() {
            return new Upload(
                    target.tail(),
                    size,
                    modified,
                    onConflict,
                    mayReplace,
                    mode,
                    unlessSame,
                    source,
                    lock,
                    id,
                    reading,
                    seen,
                    drop.map(
                            each -> new Drop(each.within().tail(), each.wanted().tail())));
        }
    }

    /**
     * Uploads that are published together and so share the cost of publishing: one, or several that arrive one after
     * another. For one thread at a time.
     */
    interface Batch extends Closeable {
        /**
         * Opens a place for the bytes of {@code upload}, which nobody can see yet. It requires that the upload could be
         * published in the present state: the folder exists, the conflict policy allows it, and there is space. The
         * call may take as long as reading what an earlier try left, and may wait for others. Interrupting the thread
         * ends it with {@link Fault#CANCELLED}.
         *
         * @throws ProtocolException also {@link Fault#EXISTS} with a time to wait, if another upload of the same source
         *     to the same place is under way
         */
        StageResult stage(Upload upload) throws ProtocolException;

        /**
         * Stages a copy of the file {@code from}, whole, to be published at {@code to}, which must be free. It has the
         * modified time and the mode of the file, and is under the same lock. The call may take as long as copying the
         * file, and may wait for others. While several copies of the asker are under way, it waits before it opens
         * anything, until one of their batches is committed or closed. Interrupting the thread ends it with {@link
         * Fault#CANCELLED}. After a failure nothing of the copy is left.
         *
         * @throws ProtocolException also {@link Fault#CHANGED} if the file, or its lock, was changed meanwhile, and
         *     {@link Fault#REFUSED} if it is under several locks
         */
        void copy(RemotePath from, RemotePath to) throws ProtocolException;

        /** Returns whether the batch should be committed now, before it costs too much memory or time. */
        boolean isFull();

        /**
         * Publishes the uploads that were staged and neither discarded nor closed, in the order of staging. Each upload
         * is treated as if it were alone: a failure affects only itself. If the result is {@link UploadResult.Stored},
         * the file is whole on the disk and survives a power cut. The call may take as long as the disk needs to write
         * all of it.
         *
         * @return the result of each, in that order; the batch is empty afterwards
         * @throws IllegalStateException if one has fewer bytes than announced
         */
        List<UploadResult> commit();

        /** Closes the uploads that were not committed. Closing twice has no further effect. */
        @Override
        void close();
    }

    /** The result of staging an upload. */
    sealed interface StageResult {
        /** The conflict policy drops the upload. */
        record Declined(Entry existing) implements StageResult {}
    }

    /** The arriving bytes of one upload. For one thread at a time, the batch's. */
    non-sealed interface Staged extends StageResult, Closeable {
        /**
         * Returns the number of bytes that exist already. The first byte to write is the one at this offset of the
         * source.
         */
        long offset();

        /**
         * Returns the SHA-256 of the existing bytes as 64 lower-case hexadecimal characters, to be compared with the
         * source. Empty if there are none, or if all of them came from the reading of the upload.
         */
        Optional<String> prefix();

        /** Returns the checksum of the existing bytes, to continue with. */
        Checksum whole();

        /** Drops the existing bytes, because the source begins with other ones. */
        void restart() throws ProtocolException;

        /** Appends the first {@code count} bytes of {@code buffer}. */
        void write(byte[] buffer, int count) throws ProtocolException;

        /** Gives the upload up and deletes its bytes, because they are not the file. */
        void discard();

        /**
         * Gives the upload up unless it was committed. Its bytes are kept if a later try can resume with them. Closing
         * twice has no further effect.
         */
        @Override
        void close();
    }

    /** The result of a committed upload. */
    sealed interface UploadResult {
        /**
         * The file is stored as {@code entry.name()}.
         *
         * @param dropped the path of a file that was dropped ({@link Upload#drop}); empty if it is in the folder of its
         *     target, as any other is
         */
        record Stored(Entry entry, Optional<RemotePath> dropped) implements UploadResult {
            public Stored(Entry entry) {
                this(entry, Optional.empty());
            }
        }

        /** The conflict policy kept the old file; the upload is dropped. */
        record Skipped(Entry existing) implements UploadResult {}

        record Failed(ProtocolException failure) implements UploadResult {}
    }
}
