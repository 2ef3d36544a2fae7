package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferReport.Failure;
import quayside.protocol.client.transfer.TransferReport.Summary;
import quayside.protocol.message.Omitted;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class ItemsTest {
    private static final String CUT = "\r\u001b[K\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String LOST = "The connection was lost; waiting for 127.0.0.1:4870.";

    private static final Summary NOTHING = new Summary(0, 0, 0, List.of(), 0);

    private final StringWriter err = new StringWriter();
    private final Items items = items(false, "docs");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            f       | The disk is full.          | f: The disk is full.
            f       | “f” is already there.      | “f” is already there.
            sub/f   | “f” is already there.      | “sub/f” is already there.
            sub/f   | The name “sub/f” is taken. | The name “sub/f” is taken.
            sub/f   | “other” changed.           | sub/f: “other” changed.
            a “b” c | “b” is already there.      | a “b” c: “b” is already there.
            """)
    void anItemIsNamedOnceAndByItsWholePath(String shown, String sentence, String said) {
        assertThat(Items.about(shown, sentence)).isEqualTo(said);
    }

    @Test
    void whereEverythingArrivedNothingIsSaid() throws IOException {
        items.run(_ -> results(new Summary(3, 0, 0, List.of(), 10)));
        assertThat(items.finish()).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void filesThatWereThereAlreadyAreCountedAndNoFailure() throws IOException {
        items.run(_ -> results(new Summary(1234, 56, 0, List.of(), 10)));
        assertThat(items.finish()).isZero();
        assertThat(err.toString()).isEqualToIgnoringNewLines("1,234 files, 56 already there.");
    }

    /** Scripts rely on status 0 only for a folder that arrived whole. */
    @Test
    void linksThatWereLeftOutAreNoFailureButMakeTheStatusOne() throws IOException {
        items.run(_ -> results(new Summary(3, 0, 0, List.of(), 10, new Omitted(0, 2, 0, 0), 0)));
        assertThat(items.finish()).isEqualTo(ExitCode.OTHER.status());
        assertThat(err.toString()).isEqualToIgnoringNewLines("3 files.");
    }

    @Test
    void aLostConnectionIsOneLineAndItsReturnAnother() throws IOException {
        items.run(listener -> {
            listener.waiting(Sentence.said(LOST), Duration.ofSeconds(1));
            listener.waiting(Sentence.said(LOST), Duration.ofSeconds(2));
            listener.waiting(Sentence.said(LOST), Duration.ofSeconds(4));
            listener.resumed();
            listener.resumed();
            return results(new Summary(1, 0, 0, List.of(), 10));
        });
        assertThat(items.finish()).isZero();
        assertThat(err.toString().lines())
                .containsExactly("docs: " + LOST, "docs: The connection is back; the transfer resumes.");
    }

    @Test
    void aConnectionThatComesAndGoesDoesNotFloodALog() throws IOException {
        items.run(listener -> {
            for (int outage = 0; outage < 1000; outage++) {
                listener.waiting(Sentence.said(LOST), Duration.ofSeconds(1));
                listener.resumed();
                listener.noted("docs/film", Sentence.said("It was changed and starts again."));
            }
            return results(new Summary(1, 0, 0, List.of(), 10));
        });
        assertThat(err.toString().lines()).hasSizeLessThan(30).contains("docs/film: It was changed and starts again.");
    }

    @Test
    void onATerminalALostConnectionIsALineAndTheNextTryStandsInThePlaceOfTheBar() throws IOException {
        items(true, "docs").run(listener -> {
            listener.counted(1, 1000);
            listener.progressed(500);
            listener.waiting(Sentence.said(LOST), Duration.ofSeconds(4));
            return results(new Summary(1, 0, 0, List.of(), 10));
        });
        assertThat(err.toString())
                .contains(CUT + " 50%  docs  [##########..........]  ")
                .contains("\r\u001b[Kdocs: " + LOST + System.lineSeparator())
                .contains(CUT + "Trying again in 4 s  docs" + WRAP)
                .endsWith("\r\u001b[K")
                .containsOnlyOnce(System.lineSeparator());
        // If a terminal wrapped the line, the second part would stay when the line is redrawn.
        assertThat(err.toString().split(Pattern.quote(CUT), -1)).hasSize(3);
        assertThat(err.toString().split(Pattern.quote(WRAP), -1)).hasSize(3);
    }

    @Test
    void whatCouldNotBeTransferredIsListedAtTheEndWithinBounds() throws IOException {
        List<Failure> failures = IntStream.range(0, 1000)
                .mapToObj(i -> new Failure("docs/" + i, Fault.EXISTS, Sentence.said("It exists already.")))
                .toList();
        Items two = items(false, "docs", "more");
        two.run(listener -> {
            listener.fileFailed("docs/0", Sentence.said("It exists already."));
            assertThat(err.toString()).isEmpty();
            return results(new Summary(7, 0, 1500, failures, 10), new Summary(1, 0, 0, List.of(), 10));
        });
        assertThat(two.finish()).isEqualTo(5);
        assertThat(err.toString().lines())
                .hasSize(22)
                .startsWith("docs/0: It exists already.")
                .endsWith("… and 1,480 more.", "8 files, 1,500 could not be transferred.");
    }

    /** For example the sentence about omitted entries of a folder. */
    @Test
    void aSentenceAboutSeveralItemsLeavesNoneOfThemUnsaid() throws IOException {
        Failure left = new Failure(
                "docs", Fault.NOT_SERVED, Sentence.said("The share does not serve 4 links of this folder."), 4);
        items.run(_ -> results(new Summary(1, 0, 5, List.of(left), 10)));
        assertThat(items.finish()).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "docs: The share does not serve 4 links of this folder.",
                        "… and 1 more.",
                        "1 file, 5 could not be transferred.");
    }

    @Test
    void aFailureThatIsOnlyCountedIsNoSuccessEither() throws IOException {
        items.run(_ -> results(new Summary(1, 0, 1, List.of(), 10)));
        assertThat(items.finish()).isEqualTo(1);
        assertThat(err.toString()).contains("1 file, 1 could not be transferred.");
    }

    @Test
    void anInterruptedTransferSaysWhatArrivedAndHowToGoOn() throws IOException {
        Items two = items(false, "docs", "never");
        two.run(_ -> new TransferReport(
                List.of(
                        new TransferReport.OfSource(new Summary(1, 1, 0, List.of(), 1), false, Optional.empty()),
                        new TransferReport.OfSource(NOTHING, false, Optional.empty())),
                Optional.of(new ProtocolException(Fault.CANCELLED, Sentence.said("Cancelled.")))));
        assertThat(two.finish()).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "1 file, 1 already there, 1 not tried.",
                        "What has arrived is kept: the same command resumes from there.");
    }

    @Test
    void aConnectionThatDoesNotComeBackIsANetworkFailureAndTheSameCommandGoesOn() throws IOException {
        items.run(_ -> new TransferReport(
                List.of(new TransferReport.OfSource(NOTHING, false, Optional.empty())),
                Optional.of(
                        new ProtocolException(Fault.UNREACHABLE, Sentence.said("Nobody answers at 127.0.0.1:4870.")))));
        assertThat(items.finish()).isEqualTo(6);
        assertThat(err.toString()).contains("docs: Nobody answers", "the same command resumes from there");
    }

    /** Whatever the failures are, the item named first is listed first, and determines the status. */
    @Test
    void whatFailedIsListedInTheOrderOfTheCommand() throws IOException {
        Items five = items(false, "refused", "full", "done", "lost", "later");
        five.refuse(
                0,
                new CliException(
                        ExitCode.NOT_FOUND, Sentence.said("There is no such file or folder on this computer.")));
        Failure conflict = new Failure("later", Fault.EXISTS, Sentence.said("It exists already."));
        five.run(_ -> new TransferReport(
                List.of(
                        new TransferReport.OfSource(
                                NOTHING,
                                true,
                                Optional.of(new ProtocolException(Fault.DISK_FULL, Sentence.said("It is full.")))),
                        new TransferReport.OfSource(new Summary(1, 0, 0, List.of(), 1), true, Optional.empty()),
                        new TransferReport.OfSource(NOTHING, false, Optional.empty()),
                        new TransferReport.OfSource(
                                new Summary(0, 0, 1, List.of(conflict), 0), true, Optional.empty())),
                Optional.of(new ProtocolException(Fault.CONNECTION_LOST, Sentence.said("The other side is gone.")))));
        assertThat(five.finish()).isEqualTo(3);
        assertThat(err.toString().lines())
                .containsExactly(
                        "refused: There is no such file or folder on this computer.",
                        "full: It is full.",
                        "lost: The other side is gone.",
                        "later: It exists already.",
                        "1 file, 4 could not be transferred.",
                        "What has arrived is kept: the same command resumes from there.");
    }

    @Test
    void whatADeletionWasNotAnsweredAboutIsNotKnown() throws IOException {
        Items three = items(Items.Kind.DELETION, false, "a", "b", "c");
        three.run(_ -> new TransferReport(
                List.of(
                        new TransferReport.OfSource(new Summary(1, 0, 0, List.of(), 0), true, Optional.empty()),
                        new TransferReport.OfSource(NOTHING, false, Optional.empty()),
                        new TransferReport.OfSource(NOTHING, false, Optional.empty())),
                Optional.of(new ProtocolException(Fault.CONNECTION_LOST, Sentence.said("The other side is gone.")))));
        assertThat(three.finish()).isEqualTo(6);
        assertThat(err.toString().lines())
                .containsExactly(
                        "b: The other side is gone.", "1 deleted, 1 could not be deleted, 1 not known to be deleted.");
    }

    private static TransferReport results(Summary... all) {
        return new TransferReport(
                Arrays.stream(all)
                        .map(summary -> new TransferReport.OfSource(summary, true, Optional.empty()))
                        .toList(),
                Optional.empty());
    }

    private Items items(boolean terminal, String... names) {
        return items(Items.Kind.TRANSFER, terminal, names);
    }

    private Items items(Items.Kind kind, boolean terminal, String... names) {
        return new Items(
                new CliContext(
                        InputStream.nullInputStream(),
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        name -> null,
                        Optional.empty(),
                        Optional.empty(),
                        terminal,
                        ZoneOffset.UTC,
                        new SecureRandom(),
                        action -> () -> {}),
                kind,
                List.of(names));
    }
}
