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
 * The host's control of what is protected on a running share. It needs no passcode to take a protection away. Thread-safe. Changes block on the disk, and
 * {@link #protect} for some tens of milliseconds on the hash. A guest who has opened a lock keeps it open until the connection ends.
 */
public final class HostProtection {
    private final Storage storage;
    private final PasscodeVerifier verifier;

    HostProtection(Storage storage, PasscodeVerifier verifier) {
        this.storage = storage.with(Keyring.HOST);
        this.verifier = verifier;
    }

    /** Returns what is protected, in the order of its names; also names of files that are not there any more. */
    public List<ProtectedFile> files() {
        return storage.protectedFiles().list();
    }

    /**
     * Puts files under one new lock, whatever they were under before.
     *
     * @throws ProtocolException {@link Fault#NOT_FOUND} for a folder, and if nothing is there; the files before it are protected
     */
    public void protect(Collection<RemotePath> files, Passcode passcode) throws ProtocolException {
        Lock lock = verifier.make(passcode);
        for (RemotePath file : files) {
            storage.protect(file, Optional.of(lock));
        }
    }

    /** Takes the protection from a name and from the file that has it. */
    public void unprotect(RemotePath file) throws ProtocolException {
        storage.protect(file, Optional.empty());
    }

    /** Returns whether every file is locked, because after damage it is not known which were protected. */
    public boolean isEverythingLocked() {
        return storage.protectedFiles().isEverythingLocked();
    }

    /** Ends that state: what is in {@link #files} stays protected, and the rest is free. */
    public void releaseOthers() throws IOException {
        storage.protectedFiles().release();
    }
}
