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
import quayside.protocol.files.incoming.Leftovers;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.SeenFile;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * One file that is downloaded by {@code GET} to this disk (PROTOCOL.md section 5.2). After a failure it can be
 * {@link #run} again, also over another connection; it then resumes. For one thread at a time.
 */
public final class FileDownload {
    private final DownloadDisk disk;
    private final RemotePath file;
    private final Path folder;
    private final OnConflict onConflict;
    private final Optional<SeenFile> seen;
    private final Optional<Entry> known;
    private final FileWatch watch;
    private final Cancellation cancellation;
    private int restarts;
    private KeptParts.@Nullable ReportedTime reported;

    /**
     * @param folder an existing folder of this computer
     * @param known the entry at {@code file}, if a listing has just reported it
     */
    public FileDownload(
            DownloadDisk disk,
            RemotePath file,
            Path folder,
            OnConflict onConflict,
            Optional<Entry> known,
            FileWatch watch,
            Cancellation cancellation) {
        this(disk, file, folder, onConflict, Optional.empty(), known, watch, cancellation);
    }

    /** @param seen the only file that is replaced; empty if any may be */
    FileDownload(
            DownloadDisk disk,
            RemotePath file,
            Path folder,
            OnConflict onConflict,
            Optional<SeenFile> seen,
            Optional<Entry> known,
            FileWatch watch,
            Cancellation cancellation) {
        this.disk = disk;
        this.file = file;
        this.folder = folder;
        this.onConflict = onConflict;
        this.seen = seen;
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
            return fetch(connection, target);
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
    }

    /**
     * Returns whether the file is wanted. If the local file may stay, this is decided before the download, to avoid a
     * needless one.
     */
    private boolean isWanted(Connection connection, Path target) throws IOException {
        if (onConflict == OnConflict.RENAME || ConflictPolicy.at(target).isEmpty()) {
            return true;
        }
        Entry entry =
                known.isPresent() ? known.get() : EntryReader.described(file, connection.ask(new Request.Stat(file)));
        boolean wanted = ConflictPolicy.wanted(target, entry.modified(), onConflict);
        if (wanted) {
            ConflictPolicy.requireSeen(target, seen);
        }
        return wanted;
    }

    private TransferResult fetch(Connection connection, Path target) throws IOException {
        PartNames name = disk.partName(connection.server().toString(), file, target);
        IncomingDownload.Pause pause = new IncomingDownload.Pause() {
            @Override
            public void check() throws IOException {
                cancellation.check();
                connection.keepAlive();
            }

            @Override
            public void found(long bytes, long size) {
                watch.present(bytes, size);
            }
        };
        Optional<KeptParts.ReceivedPart> before = cancellation.kept().received(folder, name);
        if (reported == null && before.isPresent()) {
            reported = before.get().reported();
        }
        IncomingDownload incoming = ofEarlierTry(name, before, pause);
        boolean isPublished = false;
        Optional<String> reading = incoming != null && incoming.isUntouched()
                ? before.flatMap(KeptParts.ReceivedPart::reading)
                : Optional.empty();
        try {
            Response.Content content = ask(connection, incoming, reading, pause);
            reading = content.reading();
            reported = new KeptParts.ReportedTime(
                    content.version(), content.entry().modified());
            boolean resumes = content.offset() > 0;
            if (incoming == null) {
                incoming = begin(name, content.entry().size());
            }
            if (!resumes) {
                incoming.begin(content.version(), content.entry().size());
            }
            receive(connection, content, incoming);
            Entry entry = content.entry();
            incoming.replaceOnly(seen);
            Optional<Path> published = incoming.publish(target, entry.modified(), entry.mode(), onConflict);
            isPublished = true;
            cancellation.kept().remove(folder, name);
            watch.unkept(incoming.unkept(), Phrase.THIS_DISK);
            watch.moved();
            return published.isPresent()
                    ? new TransferResult.Stored(published.get().getFileName().toString(), entry.size())
                    : new TransferResult.Skipped(file.name());
        } finally {
            if (incoming != null) {
                if (cancellation.isDiscarding()) {
                    incoming.discard();
                }
                incoming.close();
                if (!isPublished && incoming.isKept()) {
                    cancellation.kept().add(disk.disk(), folder, name, received(incoming, reading));
                }
            }
        }
    }

    /** Opens what an earlier try left. If the download is cancelled for good while that is read, it is deleted. */
    private @Nullable IncomingDownload ofEarlierTry(
            PartNames name, Optional<KeptParts.ReceivedPart> before, IncomingDownload.Pause pause) throws IOException {
        try {
            return IncomingDownload.ofEarlierTry(
                            disk.disk(), folder, name, before.map(KeptParts.ReceivedPart::known), pause)
                    .orElse(null);
        } catch (IOException e) {
            if (cancellation.isDiscarding()) {
                Leftovers.delete(disk.disk(), folder, name);
            }
            throw e;
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

    /**
     * Starts a new download. It gets no record if the file is small, or if another program that downloads the same file
     * uses the record.
     */
    private IncomingDownload begin(PartNames name, long size) throws IOException {
        Optional<IncomingDownload> resumable = size > Limits.EAGER_POST_BYTES
                ? IncomingDownload.resumable(disk.disk(), folder, name)
                : Optional.empty();
        return resumable.isPresent() ? resumable.get() : IncomingDownload.plain(disk.disk(), folder, disk.random());
    }

    private Response.Content ask(
            Connection connection,
            @Nullable IncomingDownload incoming,
            Optional<String> reading,
            IncomingDownload.Pause pause)
            throws IOException {
        if (incoming != null && incoming.leftover().isPresent()) {
            try {
                return askForRest(connection, incoming, reading, pause);
            } catch (ProtocolException e) {
                if (e.fault() != Fault.CHANGED || ++restarts > FaultPolicy.MAX_RESTARTS) {
                    throw e;
                }
                watch.noted(Sentence.of(Phrase.STARTS_AGAIN));
            }
        }
        return checked(connection.ask(new Request.Get(file)), file, 0);
    }

    /**
     * Asks for the rest. If everything came from one reading that the server still remembers, its id is the proof.
     * Otherwise the proof is the local content, which has to be read first.
     */
    private Response.Content askForRest(
            Connection connection, IncomingDownload incoming, Optional<String> reading, IncomingDownload.Pause pause)
            throws IOException {
        if (reading.isPresent()) {
            try {
                return askForRest(connection, incoming.leftover().orElseThrow(), new Request.Reading(reading.get()));
            } catch (ProtocolException e) {
                if (e.fault() != Fault.UNPROVEN) {
                    throw e;
                }
            }
        }
        incoming.prove(pause);
        IncomingDownload.Leftover leftover = incoming.leftover().orElse(null);
        return leftover == null
                ? checked(connection.ask(new Request.Get(file)), file, 0)
                : askForRest(
                        connection,
                        leftover,
                        new Request.Prefix(leftover.prefix().orElseThrow()));
    }

    private Response.Content askForRest(Connection connection, IncomingDownload.Leftover leftover, Request.Proof proof)
            throws IOException {
        Request.Resume from = new Request.Resume(leftover.offset(), leftover.version(), proof);
        Response.Content content =
                checked(connection.ask(new Request.Get(file, Optional.of(from))), file, leftover.offset());
        if (!content.version().equals(leftover.version()) || content.entry().size() != leftover.size()) {
            throw new ProtocolException(Reason.OTHER_VERSION);
        }
        if (reported != null && !reported.fits(content)) {
            throw new ProtocolException(Reason.OTHER_TIME);
        }
        return content;
    }

    /**
     * Returns the content, if it is of the requested file and from the requested offset. Anything else is a fault of
     * the server.
     */
    public static Response.Content checked(Response answer, RemotePath file, long offset) throws ProtocolException {
        if (!(answer instanceof Response.Content content)) {
            throw Connection.unexpected(answer);
        }
        Entry entry = content.entry();
        if (!entry.name().equals(file.name()) || entry.isFolder()) {
            throw new ProtocolException(Reason.OTHER_FILE);
        }
        if (entry.size() > Limits.MAX_FILE_BYTES) {
            throw new ProtocolException(Reason.FILE_OVER_LIMIT);
        }
        if (content.offset() != offset || offset > entry.size()) {
            throw new ProtocolException(Reason.OTHER_PART);
        }
        return content;
    }

    private void receive(Connection connection, Response.Content content, IncomingDownload incoming)
            throws IOException {
        long size = content.entry().size();
        long offset = content.offset();
        disk.requireSpace(folder, size - offset, file.name());
        watch.present(offset, size);
        long[] done = {offset};
        try {
            connection.channel().receiveBody(size - offset, incoming.checksum(), incoming::write, bytes -> {
                cancellation.check();
                done[0] += bytes;
                if (incoming.isKept()) {
                    watch.moved();
                }
                watch.progressed(done[0], size);
            });
        } catch (ProtocolException e) {
            if (e.fault().status() > 0 && e.fault() != Fault.SERVER_ERROR) {
                // The content is damaged or was changed since. After a disk error of the server, the bytes before it
                // are still content of the file.
                incoming.discard();
            }
            throw e;
        }
        cancellation.check();
    }
}
