package quayside.app.core.transfer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.settings.FileTurn;
import quayside.app.core.settings.Installation;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.LocalNames;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.PrivateFile;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/**
 * The transfers on the disk, one file for each ({@code transfers/<id>.json}), so that they survive the end of the
 * program and a kill. A job belongs to one running program of the user; its file names the owner. A program takes over
 * the jobs of those that have ended ({@link #adopt}).
 *
 * <p>Thread-safe; every method blocks on the disk. No file holds a secret that is not sealed.
 */
public final class JobStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobStore.class);
    private static final String ENDING = ".json";
    private static final long MAX_BYTES = 64L << 20;
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .create();

    private final Path configFolder;
    private final Path folder;
    private final SavedKeys keys;
    private final Lister lister;
    private final Leases leases;
    private final History history;

    /** What could not be taken over, which is logged once: files, or the folder. */
    private final Set<Path> unread = new HashSet<>();

    /** The jobs that were taken over, but whose files still name a program that has ended. */
    private final Set<UUID> unowned = new HashSet<>();

    private boolean scanned;
    private @Nullable String notice;

    /** Lists a folder, as {@link Files#newDirectoryStream(Path, String)} does. */
    interface Lister {
        DirectoryStream<Path> list(Path folder, String glob) throws IOException;
    }

    private JobStore(Path configFolder, SavedKeys keys, Lister lister) {
        this.lister = lister;
        this.configFolder = configFolder;
        this.keys = keys;
        this.folder = configFolder.resolve("transfers");
        this.leases = new Leases(folder.resolve(".leases"));
        this.history = new History(configFolder);
    }

    /**
     * Returns the jobs of {@code configFolder}. Writes nothing before there is a job.
     *
     * @param keys seals the passcodes of uploads
     */
    public static JobStore open(Path configFolder, SavedKeys keys) {
        return open(configFolder, keys, Files::newDirectoryStream);
    }

    static JobStore open(Path configFolder, SavedKeys keys, Lister lister) {
        return new JobStore(configFolder, keys, lister);
    }

    /**
     * Returns the passcode of a kept upload; empty if it has none, or it was sealed with another secret.
     *
     * @throws IOException if the secret cannot be read now
     */
    Optional<Passcode> passcode(Job job) throws IOException {
        Optional<byte[]> read = job.sealedPasscode().isEmpty()
                ? Optional.empty()
                : keys.passcode(job.id().toString(), job.sealedPasscode().get());
        return read.map(utf8 -> {
            try {
                return Passcode.of(new String(utf8, StandardCharsets.UTF_8));
            } finally {
                Arrays.fill(utf8, (byte) 0);
            }
        });
    }

    /** Seals the passcode of an upload for its job. */
    String seal(Job job, Passcode passcode) throws IOException {
        byte[] utf8 = passcode.copyBytes();
        try {
            return keys.sealPasscode(job.id().toString(), utf8);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    /** Returns what has become of earlier transfers. */
    public History history() {
        return history;
    }

    /** Returns a plain sentence if a file was damaged, or could not be read or taken over, since the last call. */
    synchronized Optional<String> takeNotice() {
        Optional<String> taken = Optional.ofNullable(notice);
        notice = null;
        return taken;
    }

    /**
     * Takes over the jobs of programs that have ended, in the order of the queue. The first call looks at every file,
     * later ones only after a program has ended.
     */
    synchronized List<Job> adopt() throws IOException {
        if (!Files.isDirectory(folder) || (scanned && !leases.hasOthers())) {
            return List.of();
        }
        List<Job> adopted = new ArrayList<>();
        try (FileTurn _ = turn()) {
            List<String> ended = leases.ended();
            if (scanned && ended.isEmpty()) {
                return List.of();
            }
            scanned = adoptAll(adopted);
            if (leases.othersAre(ended)) {
                sweep();
            }
            for (String owner : ended) {
                forget(owner);
            }
        }
        adopted.sort(Comparator.comparingLong(Job::order));
        return adopted;
    }

    /** Returns false if a file could not be listed, read or changed. The jobs of the others are adopted. */
    private boolean adoptAll(List<Job> adopted) {
        boolean all = true;
        try (DirectoryStream<Path> files = lister.list(folder, "*" + ENDING)) {
            for (Path file : files) {
                try {
                    adopt(file, adopted);
                } catch (IOException e) {
                    all = false;
                    if (unread.add(file)) {
                        notice = Texts.get("core.transfer.unlisted", Texts.problem(e));
                        LOG.warn("A kept transfer could not be taken over", e);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            all = false;
            unlisted(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            all = false;
            unlisted(e);
        }
        return all;
    }

    private void unlisted(IOException why) {
        if (unread.add(folder)) {
            notice = Texts.get("core.transfer.unlisted", Texts.problem(why));
            LOG.warn("The kept transfers could not be listed", why);
        }
    }

    /** Removes what killed programs were writing. No other program writes now. */
    private void sweep() {
        try (DirectoryStream<Path> files = lister.list(folder, "*" + ENDING + ".new")) {
            for (Path file : files) {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    LOG.warn("An unfinished file of a transfer could not be removed", e);
                }
            }
        } catch (DirectoryIteratorException | IOException e) {
            LOG.warn("The unfinished files of transfers could not be listed", e);
        }
    }

    private void forget(String owner) {
        try {
            leases.forget(owner);
        } catch (IOException e) {
            LOG.warn("The lease of a program that has ended could not be removed", e);
        }
    }

    /**
     * Adds the job of a program that has ended.
     *
     * @throws IOException if the file cannot be read, put aside or changed. In the last case the job is added all the same
     */
    private void adopt(Path file, List<Job> adopted) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            // Reading a pipe would never end, and no program of ours makes a link.
            return;
        }
        JsonObject json;
        Job job;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new JsonParseException("too large");
            }
            json = GSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), JsonObject.class);
            if (leases.isAlive(json.get("owner").getAsString())) {
                return;
            }
            job = JobJson.read(json);
            if (!file.equals(file(job.id()))) {
                throw new JsonParseException("another job's name");
            }
        } catch (CharacterCodingException | RuntimeException e) {
            // No text, invalid JSON, or JSON of another shape: each part of the reader throws its own exception.
            putAside(file);
            return;
        }
        try {
            json.addProperty("owner", leases.own());
            PrivateFile.at(file).write(GSON.toJson(json).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (unowned.add(job.id())) {
                boolean _ = unread.add(file);
                notice = Texts.get("core.transfer.notTaken", Texts.problem(e));
                // Another program may show it too, so it does not continue by itself.
                adopted.add(
                        job.state() == TransferSnapshot.State.QUEUED
                                ? withParts(job)
                                        .withState(TransferSnapshot.State.PAUSED, job.stored(), Optional.empty())
                                : job);
            }
            throw e;
        }
        if (!unowned.remove(job.id())) {
            adopted.add(withParts(job));
        }
    }

    /**
     * Adds the parts of a download whose program was killed before it could write which ones it left. The names of those
     * in a folder are not known before the folder is listed again.
     */
    private Job withParts(Job job) {
        if (job.direction() != TransferSnapshot.Direction.DOWNLOAD || job.state() != TransferSnapshot.State.QUEUED) {
            return job;
        }
        ClientSecret secret = Installation.secret(configFolder);
        String server = job.share().id().server().toString();
        Path into = Job.localPath(job.target());
        Set<Cancellation.LeftPart> parts = new LinkedHashSet<>(job.parts());
        for (Job.Source source : job.sources()) {
            if (!source.folder()) {
                RemotePath file = Job.remotePath(source.path());
                try {
                    Path target = LocalNames.of(into).resolve(into, file.name());
                    String name = target.getFileName().toString();
                    parts.add(new Cancellation.LeftPart(into, PartNames.of(secret, server, file.toString(), name)));
                } catch (ProtocolException e) {
                    // A name that cannot be stored here has left nothing.
                }
            }
        }
        return job.withParts(List.copyOf(parts));
    }

    private void putAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        notice = Texts.get("core.settingsFile.aside", file.getFileName(), aside.getFileName());
        LOG.warn("A kept transfer could not be read: {}", aside);
    }

    /**
     * Stores the job, which now belongs to this program.
     *
     * @throws ProtocolException {@link AppReason#JOB_TOO_LARGE} if {@link #adopt} would not read it
     */
    synchronized void save(Job job) throws IOException {
        PrivateFile.makeFolder(folder);
        JsonObject json = JobJson.write(job, owner());
        byte[] content = GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
        if (content.length > MAX_BYTES) {
            throw new ProtocolException(AppReason.JOB_TOO_LARGE, job.sources().size());
        }
        PrivateFile.at(file(job.id())).write(content);
    }

    private String owner() throws IOException {
        if (leases.isHeld()) {
            return leases.own();
        }
        try (FileTurn _ = turn()) {
            return leases.own();
        }
    }

    synchronized void remove(UUID id) throws IOException {
        if (Files.isDirectory(folder)) {
            PrivateFile.at(file(id)).delete();
        }
    }

    private FileTurn turn() throws IOException {
        return FileTurn.take(folder.resolve("adopt"));
    }

    private Path file(UUID id) {
        return folder.resolve(id + ENDING);
    }

    /** Leaves the jobs to the next start. */
    @Override
    public synchronized void close() {
        try {
            leases.close();
        } catch (IOException e) {
            LOG.warn("The lease of this program could not be removed", e);
        }
    }
}
