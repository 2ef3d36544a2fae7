package quayside.server.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/** Uploads to several shared folders that are published together: a batch for each folder. */
final class FoldersBatch implements Storage.Batch {
    private final SeveralFolders share;
    private final Map<Mount, Storage.Batch> batches = new LinkedHashMap<>();
    private final List<Item> items = new ArrayList<>();

    /** An upload that was staged and neither discarded nor closed. */
    private static final class Item {
        private final Mount mount;

        private Item(Mount mount) {
            this.mount = mount;
        }
    }

    FoldersBatch(SeveralFolders share) {
        this.share = share;
    }

    @Override
    public Storage.StageResult stage(Storage.Upload upload) throws ProtocolException {
        Optional<Storage.Upload.Drop> drop = upload.drop();
        if (drop.isEmpty()) {
            SeveralFolders.requireWithin(upload.target());
        }
        Mount mount = drop.isEmpty()
                ? share.find(upload.target())
                : share.dropsInto(drop.get().within());
        boolean isNamed = drop.isEmpty() || !drop.get().within().isRoot();
        Storage.Batch batch = open(mount);
        try {
            return switch (batch.stage(isNamed ? upload.tail() : upload)) {
                case Storage.Staged staged -> new Arriving(mount, staged, add(mount));
                case Storage.StageResult.Declined declined -> declined;
            };
        } catch (ProtocolException e) {
            throw mount.seen(e);
        }
    }

    private Item add(Mount mount) {
        Item item = new Item(mount);
        items.add(item);
        return item;
    }

    @Override
    public void copy(RemotePath from, RemotePath to) throws ProtocolException {
        SeveralFolders.requireWithin(to);
        Mount mount = share.find(to);
        Mount source = share.find(from);
        if (!source.equals(mount)) {
            throw new ProtocolException(ServerReason.BETWEEN_FOLDERS, source.name(), mount.name());
        }
        Storage.Batch batch = open(mount);
        try {
            batch.copy(from.tail(), to.tail());
        } catch (ProtocolException e) {
            throw mount.seen(e);
        }
        add(mount);
    }

    /** Returns the batch of a folder, which stays open until this batch is closed. */
    private Storage.Batch open(Mount mount) throws ProtocolException {
        Storage.Batch known = batches.get(mount);
        if (known != null) {
            mount.requireShared();
            return known;
        }
        mount.enter();
        Storage.Batch made = share.view(mount).batch();
        batches.put(mount, made);
        return made;
    }

    @Override
    public boolean isFull() {
        return items.size() >= StagedBatch.MAX_FILES
                || batches.values().stream().anyMatch(Storage.Batch::isFull);
    }

    @Override
    public List<Storage.UploadResult> commit() {
        Map<Mount, List<Storage.UploadResult>> results = new LinkedHashMap<>();
        batches.forEach((mount, batch) -> results.put(mount, new ArrayList<>(commit(mount, batch))));
        List<Storage.UploadResult> inOrder = new ArrayList<>();
        for (Item item : items) {
            inOrder.add(results.getOrDefault(item.mount, List.of()).removeFirst());
        }
        items.clear();
        return inOrder;
    }

    private List<Storage.UploadResult> commit(Mount mount, Storage.Batch batch) {
        try {
            mount.requireShared();
        } catch (ProtocolException e) {
            batch.close();
            return items.stream()
                    .filter(each -> each.mount.equals(mount))
                    .<Storage.UploadResult>map(_ -> new Storage.UploadResult.Failed(e))
                    .toList();
        }
        return batch.commit().stream()
                .<Storage.UploadResult>map(each -> switch (each) {
                    case Storage.UploadResult.Failed(ProtocolException failure) ->
                        new Storage.UploadResult.Failed(mount.seen(failure));
                    case Storage.UploadResult.Stored(Entry entry, Optional<RemotePath> dropped) ->
                        new Storage.UploadResult.Stored(entry, dropped.map(mount::seen));
                    case Storage.UploadResult.Skipped skipped -> skipped;
                })
                .toList();
    }

    @Override
    public void close() {
        items.clear();
        batches.forEach((mount, batch) -> {
            batch.close();
            mount.leave();
        });
        batches.clear();
    }

    /** An upload to one of the folders, which fails once the folder was removed. */
    private final class Arriving implements Storage.Staged {
        private final Mount mount;
        private final Storage.Staged staged;
        private final Item item;

        Arriving(Mount mount, Storage.Staged staged, Item item) {
            this.mount = mount;
            this.staged = staged;
            this.item = item;
        }

        @Override
        public long offset() {
            return staged.offset();
        }

        @Override
        public Optional<String> prefix() {
            return staged.prefix();
        }

        @Override
        public Checksum whole() {
            return staged.whole();
        }

        @Override
        public void restart() throws ProtocolException {
            try {
                staged.restart();
            } catch (ProtocolException e) {
                throw mount.seen(e);
            }
        }

        @Override
        public void write(byte[] buffer, int count) throws ProtocolException {
            mount.requireShared();
            try {
                staged.write(buffer, count);
            } catch (ProtocolException e) {
                throw mount.seen(e);
            }
        }

        @Override
        public void discard() {
            items.remove(item);
            staged.discard();
        }

        @Override
        public void close() {
            items.remove(item);
            staged.close();
        }
    }
}
