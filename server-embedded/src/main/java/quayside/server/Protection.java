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
import quayside.server.session.Locksmith;
import quayside.server.storage.Storage;

/**
 * The host's say in what is protected on a running share. It needs no passcode for what it takes away. Thread-safe; what changes something blocks on the
 * disk, and {@link #protect} for some tens of milliseconds on the hash. Guests who have opened a lock keep it open until they leave.
 */
public final class Protection {
    private final Storage storage;
    private final Locksmith locksmith;

    Protection(Storage storage, Locksmith locksmith) {
        this.storage = storage.with(Keyring.HOST);
        this.locksmith = locksmith;
    }

    /** What is protected, in the order of its names; names where nothing is any more too. */
    public List<ProtectedFile> files() {
        return storage.protectedFiles().list();
    }

    /**
     * Puts files under one new lock, whatever they were under before.
     *
     * @throws ProtocolException {@link Fault#NOT_FOUND} for a folder or where nothing is; those before it are protected
     */
    public void protect(Collection<RemotePath> files, Passcode passcode) throws ProtocolException {
        Lock lock = locksmith.make(passcode);
        for (RemotePath file : files) {
            storage.protect(file, Optional.of(lock));
        }
    }

    /** Takes the protection from a name and from the file that has it. */
    public void unprotect(RemotePath file) throws ProtocolException {
        storage.protect(file, Optional.empty());
    }

    /** Whether every file is locked, because after damage it is not known which were protected. */
    public boolean isEverythingLocked() {
        return storage.protectedFiles().isEverythingLocked();
    }

    /** Ends that state: what is in {@link #files} stays protected, and the rest is free. */
    public void releaseOthers() throws IOException {
        storage.protectedFiles().release();
    }
}
