package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.unlock.PasscodePrompt;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Protects a file by a passcode, and checks that only this passcode opens it. */
final class Protecting {
    static final String FILE = "Accounts of the harbour.ods";
    static final String PASSCODE = "seven herons at the old quay";
    private static final int BYTES = 400_000;

    private final Journal journal;
    private final Secrecy secrecy;

    Protecting(Journal journal, Secrecy secrecy) {
        this.journal = journal;
        this.secrecy = secrecy;
    }

    /**
     * Leaves a protected file in the share.
     *
     * @param shared the folder that the host shares
     * @param guestFolder the guest's folder
     */
    void run(ShareClient client, SampleFiles samples, Path shared, Path guestFolder) throws IOException, Mismatch {
        secrecy.add("the passcode", PASSCODE);
        Path accounts = shared.resolve(FILE);
        Files.write(accounts, samples.bytes(BYTES));
        RemotePath path = RemotePath.root().child(accounts.getFileName().toString());
        try (Passcode passcode = Passcode.of(PASSCODE)) {
            client.protect(List.of(path), passcode);
        }
        Mismatch.unless(client.stat(path).lock().isPresent(), "The protected file is not listed with a lock.");
        Path into = Files.createDirectory(guestFolder.resolve("Opened by a passcode"));
        try {
            client.passcodes(answering("six herons"));
            get(client, path, into);
            throw new Mismatch("A wrong passcode opened a protected file.");
        } catch (ProtocolException e) {
            Mismatch.unless(
                    e.fault() == Fault.WRONG_PASSCODE, "A wrong passcode caused an unexpected fault: " + e.sentence());
        }
        Path arrived = into.resolve(accounts.getFileName());
        Mismatch.unless(!Files.exists(arrived), "A protected file arrived without its passcode.");
        client.passcodes(answering("six herons", PASSCODE));
        get(client, path, into);
        client.passcodes(PasscodePrompt.NONE);
        Mismatch.unless(
                Tree.sha256(accounts).equals(Tree.sha256(arrived)), "The protected file differs after its download.");
        journal.ok("protected a file: a wrong passcode is refused, and the right one downloads it; SHA-256 equal");
    }

    private static void get(ShareClient client, RemotePath file, Path into) throws IOException {
        client.get(file, into, OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
    }

    /** Returns a prompt that gives one passcode for each question, and then no more. */
    private static PasscodePrompt answering(String... passcodes) {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(passcodes));
        return (question, cancellation) -> Optional.ofNullable(left.poll())
                .map(Passcode::of)
                .map(passcode -> new PasscodePrompt.Answer(passcode, false));
    }
}
