package quayside.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.unlock.NewLock;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

@Command(
        name = "put",
        description =
                "Uploads files, and folders with everything in them. If it was interrupted, the same command resumes."
                        + " If some files fail, the others are still transferred, and the exit status is that of the"
                        + " failure that is listed first.")
final class PutCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private ShareOption share = new ShareOption();

    @Mixin
    private final PasscodeOption passcode = new PasscodeOption();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "files and folders of this computer; - is standard input. Input without a known size, such as a"
                            + " pipe, is first read to its end into a temporary file, in TMPDIR if that is set")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "the name of FILE on the share, if FILE is standard input or a pipe")
    private @Nullable String name;

    @Option(
            names = "--to",
            paramLabel = "PATH",
            description =
                    "the folder of the share to put them into, created if it is missing (default: the share itself,"
                            + " also written / or .)")
    private String to = "";

    @Option(
            names = "--protect",
            description = "make the share ask for a passcode before it sends, replaces or deletes these files")
    private boolean protect;

    @Mixin
    private ConflictOption onConflict = new ConflictOption();

    PutCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        RemotePath folder = RemoteArgument.parse(to);
        Map<Path, String> streams = streams();
        Optional<NewLock> own = protect ? Optional.of(new NewLock(passcode.chosen(context))) : Optional.empty();
        Cancellation cancellation = new Cancellation();
        Items items = new Items(
                context, Items.Kind.TRANSFER, files.stream().map(Shown::path).toList());
        Timing timing = Timing.start(context);
        try (passcode;
                StreamSource read = new StreamSource(context, cancellation);
                Interrupts.Registration _ = context.interrupts().onInterrupt(cancellation::cancel);
                ShareClient client = share.open(context, cancellation)) {
            timing.connected();
            passcode.giveTo(client, context);
            prepare(client, folder);
            List<Path> sources = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                try {
                    sources.add(source(files.get(i), streams, read));
                } catch (CliException e) {
                    items.refuse(i, e);
                }
            }
            items.run(listener ->
                    Transfers.uploadAll(client, sources, folder, onConflict.rule(), own, listener, cancellation));
            timing.transferred();
            // Inside the block, because the program may end after it.
            return items.finish();
        }
    }

    /** Returns the file to send for {@code file}: itself, or the copy of a stream. */
    private static Path source(Path file, Map<Path, String> streams, StreamSource read)
            throws IOException, CliException {
        String called = streams.get(file);
        try {
            Path source = called == null ? file : read.read(file, called);
            BasicFileAttributes _ = LocalArgument.look(source);
            return source;
        } catch (ProtocolException e) {
            if (e.fault() == Fault.CANCELLED) {
                throw e;
            }
            throw new CliException(ExitCode.of(e.fault()), e.sentence());
        }
    }

    /** Returns the files that are first read to their end, with their names on the share. */
    private Map<Path, String> streams() throws CliException {
        Map<Path, String> streams = new HashMap<>();
        for (Path file : files) {
            if (isStream(file)) {
                String called = name == null ? StreamSource.nameOf(file) : name;
                if (called == null) {
                    throw new CliException(ExitCode.USAGE, CliText.STREAM_WITHOUT_NAME, file);
                }
                streams.put(file, storable(called));
            }
        }
        if (name != null && (files.size() > 1 || streams.isEmpty())) {
            throw new CliException(ExitCode.USAGE, CliText.NAME_NEEDS_ONE);
        }
        if (files.size() > Set.copyOf(files).size() && !streams.isEmpty()) {
            throw new CliException(ExitCode.USAGE, CliText.READ_ONCE);
        }
        return streams;
    }

    private static boolean isStream(Path file) throws CliException {
        try {
            return StreamSource.isStream(file);
        } catch (IOException e) {
            throw LocalArgument.failure(file, e);
        }
    }

    private static String storable(String called) throws CliException {
        RemotePath path = RemoteArgument.parse(called);
        if (path.isRoot() || !path.parent().isRoot()) {
            throw new CliException(ExitCode.USAGE, CliText.NAME_WITH_FOLDER);
        }
        return path.name();
    }

    /** Creates the missing folders of {@code folder}, from the top. */
    private static void prepare(ShareClient client, RemotePath folder) throws IOException {
        for (RemotePath each : folder.trail()) {
            // A host whose guests only send files makes the folder, and tells nobody whether it exists.
            if (!each.isRoot() && client.share().mayList() && !isFolder(client, each)) {
                client.makeFolder(each);
            }
        }
    }

    /** Returns false if the entry does not exist. */
    private static boolean isFolder(ShareClient client, RemotePath path) throws IOException {
        try {
            if (client.stat(path).isFolder()) {
                return true;
            }
            throw new ProtocolException(AppReason.FILE_OF_SHARE, path.toString());
        } catch (ProtocolException e) {
            if (e.fault() == Fault.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
