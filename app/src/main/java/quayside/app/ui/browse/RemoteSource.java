package quayside.app.ui.browse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import quayside.app.core.files.Tree;
import quayside.app.core.text.Texts;
import quayside.protocol.client.Change;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The files of an open share. */
public final class RemoteSource implements FileSource<RemotePath> {
    private final ShareClient client;
    private final Consumer<String> lost;
    private final BooleanSupplier showHidden;

    /**
     * @param lost called with a sentence, on a worker thread, when a call finds that the connection is gone
     * @param showHidden returns whether hidden files are shown, if the host shares them; called on any thread
     */
    public RemoteSource(ShareClient client, Consumer<String> lost, BooleanSupplier showHidden) {
        this.client = client;
        this.lost = lost;
        this.showHidden = showHidden;
    }

    @Override
    public Omitted list(RemotePath folder, Consumer<List<Entry>> pages, Cancellation cancellation) throws IOException {
        if (!client.share().mayList()) {
            // Whoever only sends files asks for nothing.
            return Omitted.NONE;
        }
        return reportingLoss(() -> client.list(folder, pages, cancellation));
    }

    @Override
    public boolean shows(Entry entry) {
        return showHidden.getAsBoolean() || !Names.isHidden(entry.name());
    }

    @Override
    public Optional<Tree<RemotePath>> tree() {
        return Optional.of(new Tree<>() {
            @Override
            public Omitted list(RemotePath folder, Consumer<List<Entry>> pages, Cancellation cancellation)
                    throws IOException {
                return RemoteSource.this.list(folder, pages, cancellation);
            }

            @Override
            public RemotePath child(RemotePath folder, String name) throws IOException {
                return folder.child(name);
            }
        });
    }

    @Override
    public void makeFolder(RemotePath folder, String name) throws IOException {
        reportingLoss(() -> client.makeFolder(folder.child(name)));
    }

    @Override
    public void rename(RemotePath folder, Entry entry, String newName) throws IOException {
        reportingLoss(() -> client.move(folder.child(entry.name()), folder.child(newName)));
    }

    @Override
    public Changed delete(RemotePath folder, List<Entry> entries, Consumer<String> before) throws IOException {
        List<Change> changes = new ArrayList<>();
        for (Entry entry : entries) {
            changes.add(new Change.Delete(folder.child(entry.name()), entry.isFolder()));
        }
        return change(changes, Optional.empty(), before);
    }

    @Override
    public Changed protect(RemotePath folder, List<Entry> entries, Passcode passcode, Consumer<String> before)
            throws IOException {
        List<Change> changes = new ArrayList<>();
        files(folder, entries, (file, entry) -> changes.add(new Change.Protect(file)));
        return change(changes, Optional.of(passcode), before);
    }

    @Override
    public Changed unprotect(RemotePath folder, List<Entry> entries, Consumer<String> before) throws IOException {
        List<Change> changes = new ArrayList<>();
        files(folder, entries, (file, entry) -> {
            if (entry.lock().isPresent()) {
                changes.add(new Change.Unprotect(file));
            }
        });
        return change(changes, Optional.empty(), before);
    }

    /** Finds each file among the entries and in the folders among them. */
    private void files(RemotePath folder, List<Entry> entries, BiConsumer<RemotePath, Entry> found) throws IOException {
        for (Entry entry : entries) {
            RemotePath path = folder.child(entry.name());
            if (entry.isFolder()) {
                files(path, reportingLoss(() -> client.list(path)), found);
            } else {
                found.accept(path, entry);
            }
        }
    }

    private Changed change(List<Change> changes, Optional<Passcode> passcode, Consumer<String> before)
            throws IOException {
        if (changes.isEmpty()) {
            return new Changed(0, 0, null);
        }
        Changes.Listener listener = new Changes.Listener() {
            @Override
            public void begun(Change change) {
                before.accept(DisplayText.escape(change.path().toString()));
            }
        };
        Changes.Result result = reportingLoss(() -> client.change(changes, passcode, listener, new Cancellation()));
        ProtocolException first = result.first();
        if (first != null && first.fault() == Fault.REFUSED) {
            refreshPermissions();
        }
        return new Changed(result.made(), result.failed(), first == null ? null : Texts.problem(first));
    }

    /**
     * Refreshes the permissions of guests, which have changed since the last request. If that fails, the refusal still
     * is what the caller reports.
     */
    private void refreshPermissions() {
        try {
            client.ping();
        } catch (IOException e) {
            reportLoss(e);
        }
    }

    /** Reports a lost connection; otherwise the next call would connect again without the window noticing. */
    private void reportLoss(IOException e) {
        if (e instanceof ProtocolException known
                && (known.fault() == Fault.CONNECTION_LOST || known.fault() == Fault.UNREACHABLE)) {
            lost.accept(Texts.problem(known));
        }
    }

    @Override
    public String sha256(RemotePath folder, String name, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        return reportingLoss(
                () -> client.digest(folder.child(name), cancellation).sha256());
    }

    @Override
    public OptionalLong freeBytes(RemotePath folder) {
        // As of the last ping; a folder does not wait for another answer.
        return client.freeBytes();
    }

    @Override
    public List<RemotePath> places() {
        return List.of(RemotePath.root());
    }

    @Override
    public RemotePath child(RemotePath folder, String name) throws ProtocolException {
        return folder.child(name);
    }

    @Override
    public Optional<RemotePath> parent(RemotePath folder) {
        return folder.isRoot() ? Optional.empty() : Optional.of(folder.parent());
    }

    @Override
    public String name(RemotePath folder) {
        return folder.name();
    }

    @Override
    public String title(RemotePath folder) {
        return DisplayText.escape(folder.isRoot() ? client.share().name() : folder.name());
    }

    @Override
    public String path(RemotePath folder) {
        return "/" + folder;
    }

    @Override
    public Place<RemotePath> locate(String typed, RemotePath here) throws IOException {
        String text = typed.strip();
        RemotePath found = text.startsWith("/") ? RemotePath.root() : here;
        for (String name : text.split("/", -1)) {
            if (name.equals("..")) {
                found = found.isRoot() ? found : found.parent();
            } else if (!name.isEmpty() && !name.equals(".")) {
                found = found.child(name);
            }
        }
        RemotePath wanted = found;
        if (wanted.isRoot() || reportingLoss(() -> client.stat(wanted)).isFolder()) {
            return new Place<>(wanted, Optional.empty());
        }
        return new Place<>(wanted.parent(), Optional.of(wanted.name()));
    }

    @Override
    public String owner() {
        String invitation = client.link().invitationTag();
        return client.fingerprint() + (invitation.isEmpty() ? "" : "." + invitation);
    }

    @Override
    public void removeEmptyFolder(RemotePath folder, String name) throws IOException {
        reportingLoss(() -> client.delete(folder.child(name), false));
    }

    @Override
    public Rights rights() {
        ShareInfo share = client.share();
        return new Rights(share.mayDownload(), share.mayUpload(), share.mayDelete(), share.mayList());
    }

    /** {@inheritDoc} Only the host changes the root of several folders. */
    @Override
    public Rights rights(RemotePath folder) {
        return client.share().isChangeable(folder) ? rights() : rights().atTop();
    }

    @Override
    public Optional<String> fingerprint() {
        return Optional.of(client.fingerprint().grouped());
    }

    private void reportingLoss(VoidCall call) throws IOException {
        reportingLoss(() -> {
            call.run();
            return true;
        });
    }

    private <T> T reportingLoss(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (ProtocolException e) {
            reportLoss(e);
            if (e.fault() == Fault.REFUSED) {
                refreshPermissions();
            }
            throw e;
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException;
    }

    @FunctionalInterface
    private interface VoidCall {
        void run() throws IOException;
    }
}
