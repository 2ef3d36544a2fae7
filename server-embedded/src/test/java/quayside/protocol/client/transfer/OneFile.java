package quayside.protocol.client.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.ReceivedBytes;
import quayside.protocol.client.connection.SentBytes;
import quayside.protocol.client.unlock.PasscodeCache;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.KnownKeys;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.files.Disk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/** One try to move one large file over a connection of known keys, without the handshake that would take most of the time. */
public final class OneFile {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Program program;
    private final Socket socket;
    private final Connection connection;

    /** A guest's program, from its start to its end: what it knows of its tries the next ones go on with. */
    public static final class Program implements AutoCloseable {
        private final ClientSecret secret;
        private final Cancellation cancellation = new Cancellation();
        private final Disk disk = Disk.ofSystem();
        private final PasscodeCache passcodes = new PasscodeCache(cancellation, System::nanoTime);
        private final Unlocker unlocker = new Unlocker(passcodes, null, Unlocker.Listener.NONE, cancellation);
        private ProgressListener progress = ProgressListener.NONE;
        private @Nullable FileUpload upload;

        public Program(ClientSecret secret) {
            this.secret = secret;
        }

        private FileUpload upload(Path file, RemotePath target) {
            if (upload == null) {
                FileWatch watch = FileWatch.of((done, total) -> progress.progressed(done, total));
                upload = new FileUpload(
                        secret, file, target, OnConflict.OVERWRITE, false, unlocker, watch, cancellation);
            }
            return upload;
        }

        /** The upload has come to its end; what is sent next is another one. */
        private void done() {
            if (upload != null) {
                upload.close();
                upload = null;
            }
        }

        @Override
        public void close() {
            done();
            unlocker.close();
            passcodes.close();
        }
    }

    /** @param progress may close {@code socket} */
    public OneFile(Program program, Socket socket, ProgressListener progress) throws IOException {
        this.program = program;
        this.socket = socket;
        program.progress = progress;
        ReceivedBytes received = new ReceivedBytes(socket, System::nanoTime);
        SentBytes sent = new SentBytes(socket, BUFFER_BYTES, System::nanoTime);
        SessionSecrets known = KnownKeys.client();
        this.connection = new Connection(
                new Channel(socket, new BufferedInputStream(received), sent, known), received, sent, known.server());
    }

    /** Sends {@code file}, over whatever has the name. */
    public TransferResult up(Path file, RemotePath target) throws IOException {
        try (socket) {
            TransferResult result = program.upload(file, target).over(connection);
            program.done();
            return result;
        }
    }

    /** Fetches {@code file} into {@code folder}, over whatever has the name. */
    public TransferResult down(RemotePath file, Path folder) throws IOException {
        DownloadDisk disks = new DownloadDisk(program.disk, new SecureRandom(), program.secret);
        try (socket) {
            return new FileDownload(
                            disks,
                            file,
                            folder,
                            OnConflict.OVERWRITE,
                            Optional.empty(),
                            FileWatch.of(program.progress),
                            program.cancellation)
                    .run(connection);
        }
    }
}
