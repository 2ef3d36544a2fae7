package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.KeptParts;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.LocalNames;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.incoming.ConflictPolicy;
import quayside.protocol.files.incoming.IncomingDownload;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * One file by {@code GET} (PROTOCOL.md section 5.2) and its landing on this disk. It can be {@link #run} again after a failure, also over
 * another connection, and resumes with what is there. For one thread at a time.
 */
public final class FileDownload {
    private final DownloadDisk disk;
    private final RemotePath file;
    private final Path folder;
    private final OnConflict onConflict;
    private final Optional<Entry> known;
    private final FileWatch watch;
    private final Cancellation cancellation;
    private int restarts;
    private KeptParts.@Nullable ReportedTime reported;

    /**
     * @param folder an existing one of this computer's
     * @param known the entry at {@code file}, where a listing has just reported it
     */
    public FileDownload(
            DownloadDisk disk,
            RemotePath file,
            Path folder,
            OnConflict onConflict,
            Optional<Entry> known,
            FileWatch watch,
            Cancellation cancellation) {
        this.disk = disk;
        this.file = file;
        this.folder = folder;
        this.onConflict = onConflict;
        this.known = known;
        this.watch = watch;
        this.cancellation = cancellation;
    }

    public TransferResult run(Connection connection) throws IOException {
        Path target = LocalNames.of(folder).resolve(folder, file.name());
        try {
            if (!isWanted(connection, target)) {
                return new TransferResult.Skipped(file.name());
            }
            DownloadDisk.requireWritable(folder);
            return land(connection, target);
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
    }

    /** Asks first where the local file may stay: it would be a pity to fetch what is then thrown away. */
    private boolean isWanted(Connection connection, Path target) throws IOException {
        if (onConflict == OnConflict.RENAME || ConflictPolicy.at(target).isEmpty()) {
            return true;
        }
        Entry entry =
                known.isPresent() ? known.get() : EntryReader.described(file, connection.ask(new Request.Stat(file)));
        return ConflictPolicy.wanted(target, entry.modified(), onConflict);
    }

    private TransferResult land(Connection connection, Path target) throws IOException {
        PartNames name = disk.partName(connection.server().toString(), file, target);
        IncomingDownload.Pause pause = () -> {
            cancellation.check();
            connection.keepAlive();
        };
        Optional<KeptParts.ReceivedPart> before = cancellation.kept().received(folder, name);
        if (reported == null && before.isPresent()) {
            reported = before.get().reported();
        }
        IncomingDownload landing = IncomingDownload.ofEarlierTry(
                        disk.disk(), folder, name, before.map(KeptParts.ReceivedPart::known), pause)
                .orElse(null);
        boolean landed = false;
        Optional<String> reading = landing != null && landing.isUntouched()
                ? before.flatMap(KeptParts.ReceivedPart::reading)
                : Optional.empty();
        try {
            Response.Content content = ask(connection, landing, reading, pause);
            reading = content.reading();
            reported = new KeptParts.ReportedTime(
                    content.version(), content.entry().modified());
            boolean resumes = content.offset() > 0;
            if (landing == null) {
                landing = begin(name, content.entry().size());
            }
            if (!resumes) {
                landing.begin(content.version(), content.entry().size());
            }
            receive(connection, content, landing);
            Entry entry = content.entry();
            Optional<Path> published = landing.publish(target, entry.modified(), entry.mode(), onConflict);
            landed = true;
            watch.unkept(landing.unkept(), DownloadDisk.THIS_DISK);
            watch.moved();
            return published.isPresent()
                    ? new TransferResult.Stored(published.get().getFileName().toString(), entry.size())
                    : new TransferResult.Skipped(file.name());
        } finally {
            if (landing != null) {
                if (cancellation.isDiscarding()) {
                    landing.discard();
                }
                landing.close();
                if (!landed && landing.isKept()) {
                    cancellation.kept().add(disk.disk(), folder, name, received(landing, reading));
                }
            }
        }
    }

    private KeptParts.@Nullable ReceivedPart received(IncomingDownload closed, Optional<String> reading) {
        KeptParts.ReportedTime of = reported;
        return of == null
                ? null
                : closed.known()
                        .map(known -> new KeptParts.ReceivedPart(known, reading, of))
                        .orElse(null);
    }

    /** What is small is not worth a record, and what somebody else is bringing under this name has one already. */
    private IncomingDownload begin(PartNames name, long size) throws IOException {
        Optional<IncomingDownload> resumable = size > Limits.EAGER_POST_BYTES
                ? IncomingDownload.resumable(disk.disk(), folder, name)
                : Optional.empty();
        return resumable.isPresent() ? resumable.get() : IncomingDownload.plain(disk.disk(), folder, disk.random());
    }

    private Response.Content ask(
            Connection connection,
            @Nullable IncomingDownload landing,
            Optional<String> reading,
            IncomingDownload.Pause pause)
            throws IOException {
        if (landing != null && landing.leftover().isPresent()) {
            try {
                return askForRest(connection, landing, reading, pause);
            } catch (ProtocolException e) {
                if (e.fault() != Fault.CHANGED || ++restarts > FaultPolicy.MAX_RESTARTS) {
                    throw e;
                }
                watch.noted(FaultPolicy.STARTS_AGAIN);
            }
        }
        return checked(connection.ask(new Request.Get(file)), file, 0);
    }

    /** By the server's reading where all came of that and it remembers it; otherwise by what is here, which has to be read for it. */
    private Response.Content askForRest(
            Connection connection, IncomingDownload landing, Optional<String> reading, IncomingDownload.Pause pause)
            throws IOException {
        if (reading.isPresent()) {
            try {
                return askForRest(connection, landing.leftover().orElseThrow(), new Request.Reading(reading.get()));
            } catch (ProtocolException e) {
                if (e.fault() != Fault.UNPROVEN) {
                    throw e;
                }
            }
        }
        landing.prove(pause);
        IncomingDownload.Leftover left = landing.leftover().orElse(null);
        return left == null
                ? checked(connection.ask(new Request.Get(file)), file, 0)
                : askForRest(connection, left, new Request.Prefix(left.prefix().orElseThrow()));
    }

    private Response.Content askForRest(Connection connection, IncomingDownload.Leftover left, Request.Proof proof)
            throws IOException {
        Request.Resume from = new Request.Resume(left.offset(), left.version(), proof);
        Response.Content content =
                checked(connection.ask(new Request.Get(file, Optional.of(from))), file, left.offset());
        if (!content.version().equals(left.version()) || content.entry().size() != left.size()) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL, "The server goes on with another version of the file than was asked for.");
        }
        if (reported != null && !reported.fits(content)) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL,
                    "The server tells another time of the same version of the file than before.");
        }
        return content;
    }

    /** The content of just that file from just that offset on; anything else is a fault of the server's. */
    static Response.Content checked(Response answer, RemotePath file, long offset) throws ProtocolException {
        if (!(answer instanceof Response.Content content)) {
            throw Connection.unexpected(answer);
        }
        Entry entry = content.entry();
        if (!entry.name().equals(file.name()) || entry.isFolder()) {
            throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The server sent another file than was asked for.");
        }
        if (entry.size() > Limits.MAX_FILE_BYTES) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL, "The server sent a larger file than the protocol allows.");
        }
        if (content.offset() != offset || offset > entry.size()) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL, "The server sent another part of the file than was asked for.");
        }
        return content;
    }

    private void receive(Connection connection, Response.Content content, IncomingDownload landing) throws IOException {
        long size = content.entry().size();
        long offset = content.offset();
        disk.requireSpace(folder, size - offset, file.name());
        watch.progressed(offset, size);
        long[] done = {offset};
        try {
            connection.channel().receiveBody(size - offset, landing.checksum(), landing::write, bytes -> {
                cancellation.check();
                done[0] += bytes;
                if (landing.isKept()) {
                    watch.moved();
                }
                watch.progressed(done[0], size);
            });
        } catch (ProtocolException e) {
            if (e.fault().status() > 0 && e.fault() != Fault.SERVER_ERROR) {
                // Damaged, or changed since. What a server read before its disk failed is of the file.
                landing.discard();
            }
            throw e;
        }
        cancellation.check();
    }
}
