package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.transfer.Landing;
import quayside.protocol.transfer.LocalNames;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** One {@code GET} (PROTOCOL.md section 5.2) and its landing on this disk. */
record Download(
        RemotePath file, Path folder, OnConflict onConflict, ProgressListener progress, Cancellation cancellation) {

    TransferResult run(Connection connection) throws IOException {
        Path target = LocalNames.ofThisSystem().resolve(folder, file.name());
        if (onConflict != OnConflict.RENAME && Files.exists(target) && !wantedByStat(connection, target)) {
            return new TransferResult.Skipped(file.name());
        }
        Response answer = connection.ask(new Request.Get(file));
        if (!(answer instanceof Response.Content content)) {
            throw Connection.unexpected(answer);
        }
        Entry entry = content.entry();
        if (!entry.name().equals(file.name()) || entry.isFolder()) {
            throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The server sent another file than was asked for.");
        }
        try {
            return land(connection, entry, target);
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
    }

    /** Asks first where the local file may stay: the size of what would be thrown away is not known yet. */
    private boolean wantedByStat(Connection connection, Path target) throws IOException {
        Response answer = connection.ask(new Request.Stat(file));
        if (!(answer instanceof Response.Described described)) {
            throw Connection.unexpected(answer);
        }
        try {
            return Landing.wanted(target, described.entry().modified(), onConflict);
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
    }

    private TransferResult land(Connection connection, Entry entry, Path target) throws IOException {
        checkSpace(entry.size());
        try (Landing landing = new Landing(folder, new SecureRandom())) {
            long[] done = {0};
            progress.progressed(0, entry.size());
            connection.channel().receiveBody(entry.size(), landing::write, bytes -> {
                cancellation.check();
                done[0] += bytes;
                progress.progressed(done[0], entry.size());
            });
            cancellation.check();
            Optional<Path> place = landing.publish(target, entry.modified(), onConflict);
            return place.isPresent()
                    ? new TransferResult.Stored(place.get().getFileName().toString(), entry.size())
                    : new TransferResult.Skipped(file.name());
        }
    }

    private void checkSpace(long size) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free > 0 && size > free) {
            throw new ProtocolException(
                    Fault.LOCAL_STORAGE,
                    "There is not enough space on this computer for \"" + DisplayText.escape(file.name())
                            + "\": it needs " + size + " bytes and " + free + " are free.");
        }
    }
}
