package quayside.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import quayside.app.core.files.LocalFiles;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;

@Command(
        name = "verify",
        description =
                "Compares a file of the share with one of this computer by SHA-256, each computed where the file is."
                        + " Prints both as sha256sum does. The exit status is 0 if they are equal and 7 if they differ.")
final class VerifyCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private ShareOption share = new ShareOption();

    @Mixin
    private final PasscodeOption passcode = new PasscodeOption();

    @Parameters(index = "1", paramLabel = "PATH", description = "a file of the share")
    private String path = "";

    @Parameters(index = "2", paramLabel = "FILE", description = "a file of this computer")
    private Path file = Path.of("");

    VerifyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        RemotePath remote = RemoteArgument.parse(path);
        if (remote.isRoot()) {
            throw new CliException(ExitCode.USAGE, CliText.PATH_IS_ROOT);
        }
        if (LocalArgument.look(file).isDirectory()) {
            throw new CliException(ExitCode.USAGE, CliText.FOLDER_HAS_NO_SUM, file);
        }
        Cancellation cancellation = new Cancellation();
        try (passcode;
                Interrupts.Registration _ = context.interrupts().onInterrupt(cancellation::cancel);
                ShareClient client = share.open(context, cancellation)) {
            passcode.giveTo(client, context);
            // In parallel: each side reads its own disk.
            FutureTask<String> here =
                    new FutureTask<>(() -> LocalFiles.sha256(file, ProgressListener.NONE, cancellation));
            Thread.ofVirtual().name("verify").start(here);
            try {
                String there = client.digest(remote, cancellation).sha256();
                return compare(DisplayText.escape(path), there, result(here));
            } finally {
                cancellation.cancel();
            }
        }
    }

    private int compare(String shownPath, String there, String here) throws CliException {
        context.print(there + "  " + shownPath);
        context.print(here + "  " + Shown.path(file));
        if (there.equals(here)) {
            return ExitCode.DONE.status();
        }
        context.say(CliText.FILES_DIFFER);
        return ExitCode.CORRUPTED.status();
    }

    private static String result(FutureTask<String> digest) throws IOException, InterruptedException {
        try {
            return digest.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
