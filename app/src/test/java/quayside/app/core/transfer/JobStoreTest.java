package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.Patience;
import quayside.app.core.keys.FileVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.settings.FileTurn;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.files.PartNames;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.SeenFile;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

class JobStoreTest {
    @TempDir
    private Path config;

    private final Job job = ScriptedQueue.job("a file");

    private JobStore open() {
        return JobStore.open(config, SavedKeys.open(config, List.of(new FileVault(config)), new SecureRandom()));
    }

    private Path file() {
        return config.resolve("transfers").resolve(job.id() + ".json");
    }

    /** As a program does that ends: what it had belongs to the next. */
    private void save(Job... jobs) throws IOException {
        try (JobStore store = open()) {
            for (Job each : jobs) {
                store.save(each);
            }
        }
    }

    private List<Job> adopted() throws IOException {
        try (JobStore store = open()) {
            return store.adopt();
        }
    }

    @Test
    void withoutATransferNothingIsWritten() throws IOException {
        assertThat(adopted()).isEmpty();
        assertThat(config).isEmptyDirectory();
    }

    @Test
    void everyFieldOfAJobIsReadBack() throws IOException {
        Job.Ended ended = new Job.Ended(
                Instant.parse("2026-11-30T10:58:00Z"),
                "3 of 9 could not be transferred",
                Optional.of(Fault.EXISTS),
                6,
                1234,
                Optional.of(Duration.ofMillis(900)),
                3,
                List.of());
        Job failed = new Job(
                UUID.randomUUID(),
                Direction.DOWNLOAD,
                job.share(),
                List.of(new Job.Source("Summer/IMG 1.jpg", false), new Job.Source("\"ü\"\u202e", true)),
                "/home/mara/a b",
                new ConflictRules(OnConflict.NEWER, Map.of("Summer/IMG 1.jpg", OnConflict.RENAME)),
                Instant.parse("2026-11-30T10:57:00Z"),
                -17,
                false,
                Optional.empty(),
                true,
                List.of(new Cancellation.LeftPart(Path.of("/home/mara/a b/Summer"), new PartNames("0123456789abcdef"))),
                new Job.Reached(710, 1000),
                State.FAILED,
                Optional.of(ended));
        save(failed, job);
        assertThat(adopted()).containsExactly(failed, job);
    }

    @Test
    void theFilesThatWereSeenAreReadBackAndAnEarlierVersionWouldReplaceNone() throws IOException {
        SeenFile seen = new SeenFile(5, Instant.parse("2026-11-30T10:57:00.123456789Z"));
        Job replaces = job.withRules(new ConflictRules(
                OnConflict.FAIL,
                Map.of("a", OnConflict.OVERWRITE, "b", OnConflict.OVERWRITE, "c", OnConflict.NEWER),
                Map.of("a", seen, "c", seen)));
        save(replaces);
        assertThat(Files.readString(file()))
                .contains("\"each\":{")
                .contains("\"a\":\"FAIL\"")
                .contains("\"c\":\"FAIL\"");
        assertThat(adopted()).containsExactly(replaces);
    }

    @Test
    void aFileThatAnEarlierVersionSawIsReplacedWhateverItsTime() throws IOException {
        SeenFile seen = new SeenFile(5, Instant.parse("2026-11-30T10:57:00Z"));
        Job replaces =
                job.withRules(new ConflictRules(OnConflict.FAIL, Map.of("a", OnConflict.OVERWRITE), Map.of("a", seen)));
        save(replaces);
        String written = Files.readString(file());
        Files.writeString(file(), written.replace(",\"rule\":\"OVERWRITE\"", ""));
        assertThat(Files.readString(file())).isNotEqualTo(written);
        assertThat(adopted()).containsExactly(replaces);
    }

    @Test
    void aJobOfAnEarlierVersionHasSeenNoFiles() throws IOException {
        Job replaces = job.withRules(new ConflictRules(OnConflict.FAIL, Map.of("a", OnConflict.OVERWRITE)));
        save(replaces);
        String written = Files.readString(file());
        Files.writeString(file(), written.replace(",\"seen\":{}", ""));
        assertThat(Files.readString(file())).isNotEqualTo(written);
        assertThat(adopted()).containsExactly(replaces);
    }

    @Test
    void aJobOfAnEarlierVersionHasNoPartsAndHasReachedNothing() throws IOException {
        save(job);
        String written = Files.readString(file());
        Files.writeString(
                file(), written.replace("\"parts\":[],", "").replace("\"reached\":{\"bytes\":0,\"total\":-1},", ""));
        assertThat(Files.readString(file())).doesNotContain("parts").doesNotContain("reached");
        assertThat(Files.readString(file())).isNotEqualTo(written);
        assertThat(adopted()).containsExactly(job);
    }

    @Test
    void theFailuresOfAJobAreReadBackAsTheyWereSaid() throws IOException {
        TransferReport.Failure failure =
                new TransferReport.Failure("x/a", Fault.EXISTS, Sentence.said("“a” exists already."), 2);
        Job.Ended ended = new Job.Ended(
                Instant.EPOCH, "why", Optional.of(Fault.EXISTS), 0, 0, Optional.empty(), 2, List.of(failure));
        save(job.withState(State.FAILED, false, Optional.of(ended)));
        TransferReport.Failure read =
                adopted().getFirst().ended().orElseThrow().failures().getFirst();
        assertThat(read.path()).isEqualTo("x/a");
        assertThat(read.items()).isEqualTo(2);
        assertThat(read.sentence().in(Locale.ENGLISH)).isEqualTo("“a” exists already.");
    }

    @Test
    void aHundredThousandSourcesAreOneJob() throws IOException {
        List<Job.Source> sources = IntStream.range(0, 100_000)
                .mapToObj(i -> new Job.Source("/home/mara/Pictures/Summer of 2026/IMG_" + i + ".jpg", false))
                .toList();
        Job large = with(sources);
        save(large);
        assertThat(adopted()).containsExactly(large);
    }

    @Test
    void aReplacementIsReadBackWithTheOnlyVersionThatItReplaces() throws IOException {
        Job replacement = Job.replacement(
                job.share(),
                Path.of("/tmp/copy/a.txt"),
                RemotePath.root(),
                new Entry("a.txt", Entry.Kind.FILE, 17, Instant.parse("2026-11-30T10:57:00.123456789Z")));
        save(replacement);
        assertThat(adopted()).containsExactly(replacement);
        assertThat(replacement.rules().otherwise()).isEqualTo(OnConflict.FAIL);
    }

    @Test
    void aJobThatWouldNotBeReadAgainIsRefusedAndTheOneBeforeStays() throws IOException {
        String folders = "/deep".repeat(800);
        List<Job.Source> sources = IntStream.range(0, 17_000)
                .mapToObj(i -> new Job.Source(folders + "/" + i, false))
                .toList();
        Job tooLarge = with(sources);
        try (JobStore store = open()) {
            store.save(job);
            assertThatThrownBy(() -> store.save(tooLarge))
                    .hasMessage("A transfer of 17,000 selected items is too large."
                            + " Transfer their folder as a whole instead.");
        }
        assertThat(adopted()).containsExactly(job);
    }

    @Test
    void whatAKilledProgramWasWritingIsRemovedOnceNoOtherRuns() throws IOException {
        save(job);
        Path unfinished = Files.writeString(Path.of(file() + ".new"), "{");
        Path other = Files.writeString(file().resolveSibling(UUID.randomUUID() + ".json.new"), "");
        try (JobStore running = open()) {
            running.save(ScriptedQueue.job("of another"));
            try (JobStore second = open()) {
                assertThat(second.adopt()).containsExactly(job);
                assertThat(other).exists();
            }
        }
        assertThat(adopted()).hasSize(2);
        assertThat(unfinished).doesNotExist();
        assertThat(other).doesNotExist();
    }

    @Test
    void theJobsOfARunningProgramAreNotTakenFromIt() throws IOException {
        try (JobStore second = open()) {
            try (JobStore first = open()) {
                first.save(job);
                assertThat(second.adopt()).isEmpty();
            }
            assertThat(second.adopt()).containsExactly(job);
            assertThat(second.adopt()).isEmpty();
            try (JobStore third = open()) {
                assertThat(third.adopt()).isEmpty();
            }
        }
    }

    @Test
    void aFileThatCannotBeReadKeepsNoOtherJobFromBeingTakenOver() throws IOException {
        Job other = ScriptedQueue.job("other");
        save(job, other);
        Path transfers = config.resolve("transfers");
        // A folder cannot be read, nor put aside where a folder stands that is not empty.
        Path bad = transfers.resolve(UUID.randomUUID() + ".json");
        Files.writeString(bad, "damaged");
        Files.createDirectories(
                transfers.resolve(bad.getFileName() + ".damaged").resolve("x"));
        Files.createDirectory(transfers.resolve(UUID.randomUUID() + ".json"));
        try (JobStore store = open()) {
            assertThat(store.adopt()).containsExactlyInAnyOrder(job, other);
            assertThat(store.adopt()).isEmpty();
        }
        assertThat(adopted()).containsExactlyInAnyOrder(job, other);
    }

    @Test
    void aJobWhoseOwnerCannotBeWrittenIsSaidAndShownOnceAndPaused() throws IOException {
        save(job);
        // As on a full disk, the file cannot be written anew.
        Path obstacle = Files.createDirectories(Path.of(file() + ".new").resolve("x"));
        try (JobStore store = open()) {
            assertThat(store.adopt()).containsExactly(job.withState(State.PAUSED, false, Optional.empty()));
            assertThat(store.takeNotice())
                    .hasValueSatisfying(notice -> assertThat(notice)
                            .startsWith("Not every transfer of the last start could be taken over, and those are"
                                    + " paused: "));
            assertThat(store.adopt()).isEmpty();
            assertThat(store.takeNotice()).isEmpty();
            Files.delete(obstacle);
            Files.delete(obstacle.getParent());
            assertThat(store.adopt()).isEmpty();
            try (JobStore second = open()) {
                assertThat(second.adopt()).isEmpty();
            }
        }
        assertThat(adopted()).containsExactly(job);
    }

    @Test
    void aJobThatTheQueueCannotTakeKeepsNoOtherFromIt() throws IOException {
        Job other = ScriptedQueue.job("other");
        save(job.withOrder(1), other.withOrder(2));
        List<UUID> taken = new CopyOnWriteArrayList<>();
        List<String> said = new CopyOnWriteArrayList<>();
        CountDownLatch looked = new CountDownLatch(1);
        try (Keeper keeper = new Keeper(Optional.of(open()))) {
            keeper.onNotice(said::add);
            keeper.watch(
                    true,
                    (adopted, passcode) -> {
                        if (adopted.id().equals(job.id())) {
                            throw new IllegalStateException("cannot be taken");
                        }
                        taken.add(adopted.id());
                    },
                    looked::countDown);
            Patience.pass(looked);
        }
        assertThat(taken).containsExactly(other.id());
        assertThat(said).hasSize(1);
    }

    @Test
    void aJobThatIsNoTextIsKeptAside() throws IOException {
        Job other = ScriptedQueue.job("other");
        save(job, other);
        Files.write(file(), new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        try (JobStore store = open()) {
            assertThat(store.adopt()).containsExactly(other);
            assertThat(store.takeNotice())
                    .hasValueSatisfying(notice -> assertThat(notice).contains(".json.damaged"));
        }
        assertThat(file()).doesNotExist();
        assertThat(Path.of(file() + ".damaged")).exists();
    }

    @Test
    void aFolderThatCannotBeListedToItsEndIsSaidOnceAndWhatWasListedIsTakenOver() throws IOException {
        save(job);
        SavedKeys keys = SavedKeys.open(config, List.of(new FileVault(config)), new SecureRandom());
        JobStore.Lister failing =
                (folder, glob) -> new EndsInAFailure(glob.equals("*.json") ? List.of(file()) : List.of());
        try (JobStore store = JobStore.open(config, keys, failing)) {
            assertThat(store.adopt()).containsExactly(job);
            assertThat(store.takeNotice())
                    .hasValueSatisfying(notice ->
                            assertThat(notice).startsWith("Not every transfer of the last start could be read: "));
            assertThat(store.adopt()).isEmpty();
            assertThat(store.takeNotice()).isEmpty();
        }
        assertThat(adopted()).containsExactly(job);
    }

    /** Lists these files before the disk fails. */
    private record EndsInAFailure(List<Path> files) implements DirectoryStream<Path> {
        @Override
        public Iterator<Path> iterator() {
            Iterator<Path> first = files.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    if (!first.hasNext()) {
                        throw new DirectoryIteratorException(new IOException("Input/output error"));
                    }
                    return true;
                }

                @Override
                public Path next() {
                    return first.next();
                }
            };
        }

        @Override
        public void close() {}
    }

    @Test
    void theLocksOfOtherProgramsAreLookedAtOnlyInTurn() throws IOException {
        try (JobStore first = open();
                JobStore second = open()) {
            first.save(job);
            assertThat(second.adopt()).isEmpty();
            try (FileTurn _ = FileTurn.take(config.resolve("transfers").resolve("adopt"))) {
                assertThatThrownBy(second::adopt).hasMessageContaining("lock");
            }
        }
    }

    @Test
    void onlyTheOwnerMayReadAJob() throws IOException {
        save(job);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config.resolve("transfers"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aRemovedJobIsGone() throws IOException {
        try (JobStore store = open()) {
            store.save(job);
            store.remove(job.id());
            store.remove(job.id());
        }
        assertThat(adopted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":2,",
                "\"version\":1>\"version\":2",
                "\"id\":\">\"id\":\"0",
                "\"owner\":\">\"owner\":\"../../",
                "\"state\":\"QUEUED\">\"state\":\"RUNNING\"",
                "\"state\":\"QUEUED\">\"state\":\"DONE\"",
                "\"path\":\"/>\"path\":\"",
                "\"target\":\"\">\"target\":\"../x\"",
                "\"direction\":\"UPLOAD\">\"direction\":\"SIDEWAYS\"",
                "\"parts\":[]>\"parts\":[{\"folder\":\"/tmp\",\"name\":\"../0123456789abc\"}]",
                "\"parts\":[]>\"parts\":[{\"folder\":\"tmp\",\"name\":\"0123456789abcdef\"}]"
            })
    void aDamagedJobIsKeptAsideAndTheOthersAreRead(String damage) throws IOException {
        Job other = ScriptedQueue.job("other");
        save(job, other);
        String whole = Files.readString(file());
        int arrow = damage.indexOf('>');
        String damaged = arrow < 0 ? damage : whole.replace(damage.substring(0, arrow), damage.substring(arrow + 1));
        assertThat(damaged).isNotEqualTo(whole);
        Files.writeString(file(), damaged);
        try (JobStore store = open()) {
            assertThat(store.adopt()).containsExactly(other);
            assertThat(store.takeNotice())
                    .hasValueSatisfying(notice -> assertThat(notice).contains(".json.damaged"));
        }
        assertThat(Path.of(file() + ".damaged")).hasContent(damaged);
    }

    private Job with(List<Job.Source> sources) {
        return new Job(
                job.id(),
                job.direction(),
                job.share(),
                sources,
                job.target(),
                job.rules(),
                job.created(),
                0,
                false,
                Optional.empty(),
                false,
                List.of(),
                job.reached(),
                State.QUEUED,
                Optional.empty());
    }
}
