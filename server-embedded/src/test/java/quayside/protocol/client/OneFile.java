package quayside.protocol.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import quayside.protocol.channel.Channel;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.KnownKeys;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.transfer.LocalDisk;

/** One try to move one large file over a connection of known keys, without the handshake that would take most of the time. */
public final class OneFile {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final Connection connection;
    private final ClientSecret secret;
    private final ProgressListener progress;

    /** @param progress may close {@code socket} */
    public OneFile(Socket socket, ClientSecret secret, ProgressListener progress) throws IOException {
        this.socket = socket;
        this.secret = secret;
        this.progress = progress;
        ReceivedBytes received = new ReceivedBytes(socket.getInputStream(), System::nanoTime);
        SentBytes sent = new SentBytes(socket, BUFFER_BYTES, System::nanoTime);
        SessionSecrets known = KnownKeys.client();
        this.connection = new Connection(
                new Channel(socket, new BufferedInputStream(received), sent, known), received, sent, known.server());
    }

    /** Sends {@code file}, over whatever has the name. */
    public TransferResult up(Path file, RemotePath target) throws IOException {
        Cancellation cancellation = new Cancellation();
        try (socket;
                Passcodes passcodes = new Passcodes(cancellation, System::nanoTime);
                Keys keys = new Keys(passcodes, null, Keys.Waiting.UNHEARD, cancellation)) {
            return new Upload(secret, file, target, OnConflict.OVERWRITE, keys, FileWatch.of(progress), cancellation)
                    .run(connection);
        }
    }

    /** Fetches {@code file} into {@code folder}, over whatever has the name. */
    public TransferResult down(RemotePath file, Path folder) throws IOException {
        Download.Disks disks = new Download.Disks(new LocalDisk(), new SecureRandom(), secret);
        try (socket) {
            return new Download(
                            disks,
                            file,
                            folder,
                            OnConflict.OVERWRITE,
                            Optional.empty(),
                            FileWatch.of(progress),
                            new Cancellation())
                    .run(connection);
        }
    }
}
