package quayside.server;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFile;
import quayside.server.session.PasscodeVerifier;
import quayside.server.storage.Storage;

/**
 * The host's control over protected files on a running share. The host needs no passcode to remove a protection.
 * Thread-safe. Changes block on the disk, and {@link #protect} also for some tens of milliseconds on the hash. A lock
 * that a guest has opened stays open for it until the connection ends.
 */
public final class HostProtection {
    private final Storage storage;
    private final PasscodeVerifier verifier;

    HostProtection(Storage storage, PasscodeVerifier verifier) {
        this.storage = storage.with(Keyring.HOST);
        this.verifier = verifier;
    }

    /** Returns the protected files in the order of their names, including names of files that no longer exist. */
    public List<ProtectedFile> files() {
        return storage.protectedFiles().list();
    }

    /**
     * Puts files under one new lock, replacing any earlier lock.
     *
     * @throws ProtocolException with {@link Fault#NOT_FOUND} for a folder or a missing file; the files before it stay
     *     protected
     */
    public void protect(Collection<RemotePath> files, Passcode passcode) throws ProtocolException {
        Lock lock = verifier.make(passcode);
        for (RemotePath file : files) {
            storage.protect(file, Optional.of(lock));
        }
    }

    /** Removes the protection from a name and from the file that has it. */
    public void unprotect(RemotePath file) throws ProtocolException {
        storage.protect(file, Optional.empty());
    }

    /** Returns whether every file is locked, because after damage it is not known which files were protected. */
    public boolean isEverythingLocked() {
        return storage.protectedFiles().isEverythingLocked();
    }

    /** Ends that state: the files in {@link #files} stay protected, and the others become free. */
    public void releaseOthers() throws IOException {
        storage.protectedFiles().release();
    }
}
