package quayside.app.ui.shell;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import quayside.app.ui.browse.MemorySource;
import quayside.app.ui.files.Checksums;
import quayside.app.ui.help.HelpFeature;
import quayside.app.ui.kit.NewPasscode;
import quayside.app.ui.kit.UiServices;
import quayside.app.ui.shell.ConflictFinder.Conflict;
import quayside.protocol.message.Entry;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The questions and dialogs that are worth a picture. JavaFX thread only. */
record GalleryDialogs(UiServices services) {
    private void checksum(boolean done, String mine) {
        String theirs = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        new Checksums(services)
                .show(
                        "Minutes of the general meeting of the allotment gardeners, second draft, corrected, final (2).pdf",
                        List.of(
                                new Checksums.Side("On the share, in “Pictures”", (progress, cancellation) -> {
                                    if (!done) {
                                        forEver();
                                    }
                                    return theirs;
                                }),
                                new Checksums.Side("On this computer, in “Projects”", (progress, cancellation) -> {
                                    progress.progressed(1_400_000_000L, 3_900_000_000L);
                                    if (!done) {
                                        forEver();
                                    }
                                    if (mine.isEmpty()) {
                                        throw new ProtocolException(Fault.NOT_FOUND, Sentence.said("It is not there."));
                                    }
                                    return mine.equals("same") ? theirs : theirs.replace('9', '3');
                                })));
    }

    void checksumReading() {
        checksum(false, "same");
    }

    void checksumSame() {
        checksum(true, "same");
    }

    void checksumDifferent() {
        checksum(true, "different");
    }

    void checksumAlone() {
        checksum(true, "");
    }

    void help() {
        new HelpFeature(services).show();
    }

    void passcode() {
        PasscodeQuestion question = new PasscodeQuestion("Pictures", System::nanoTime, answer -> {});
        question.show(
                List.of(
                        "\"accounts of the harbour, with all that belongs to them, 2026, corrected.ods\" is protected: enter its passcode, which whoever protected it can tell you.",
                        "\"Budget.xlsx\" is protected: enter its passcode, which whoever protected it can tell you."),
                true,
                Duration.ZERO);
        services.dialogs().show(question.dialog());
    }

    void newPasscode() {
        services.dialogs()
                .show(NewPasscode.of(
                        "Protect “A name that is far too long for a title, and is shown all the same.ods”",
                        "Guests will need this passcode to download, replace, rename or delete a protected file. The host needs none.",
                        "Protect",
                        passcode -> {}));
    }

    private static void forEver() throws IOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void conflict() {
        Instant older = Instant.parse("2025-03-04T10:00:00Z");
        Instant today = Instant.parse("2026-11-22T11:20:09Z");
        services.dialogs()
                .show(ConflictQuestion.of(
                        new ConflictQuestion.Task(false, "Family album", "Harbour festival 2026", 6, true),
                        new ConflictFinder.Found(
                                List.of(
                                        new Conflict(
                                                "Costs of the summer, shared.ods",
                                                entry("Costs of the summer, shared.ods", 36_000, today.plusSeconds(32)),
                                                entry("Costs of the summer, shared.ods", 35_000, today)),
                                        new Conflict(
                                                "Raw/IMG_20260714_201533_panorama.jpg",
                                                entry("x", 14_800_000, older),
                                                entry("x", 9_200_000, MemorySource.MODIFIED)),
                                        new Conflict(
                                                "notes.txt",
                                                entry("x", 88_000, MemorySource.MODIFIED),
                                                entry("x", 86_500, older))),
                                List.of(new Conflict("same.txt", entry("x", 1, older), entry("x", 1, older))),
                                false),
                        services,
                        answer -> {},
                        () -> {}));
    }

    void ask() {
        services.dialogs()
                .ask(
                        "Rename “Budget.xlsx”",
                        "New name",
                        "Budget.xlsx",
                        6,
                        "Rename",
                        name -> Optional.empty(),
                        name -> {});
    }

    private static Entry entry(String name, long size, Instant modified) {
        return new Entry(name, Entry.Kind.FILE, size, modified);
    }
}
