package quayside.app.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.compare.TreeComparison.Difference;
import quayside.app.core.files.Tree;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.wire.ProtocolException;

class TreeComparisonTest {
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-02-01T00:00:00Z");

    @TempDir
    private Path left;

    @TempDir
    private Path right;

    private final List<Difference> differences = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        write(left, "same.txt", "same", OLD);
        write(right, "same.txt", "same", OLD);
        write(left, "a/new-left.txt", "longer", NEW);
        write(right, "a/new-left.txt", "short", OLD);
        write(left, "a/new-right.txt", "short", OLD);
        write(right, "a/new-right.txt", "longer", NEW);
        write(left, "only-left/x", "x", OLD);
        write(right, "only-right.txt", "x", OLD);
        write(left, "odd", "x", OLD);
        write(right, "odd/x", "x", OLD);
        write(left, "size.txt", "1", OLD);
        write(right, "size.txt", "22", OLD);
    }

    @Test
    void eachDifferenceIsFoundOnce() throws IOException {
        TreeComparison.Result result = compare(left, right);
        assertThat(differences)
                .extracting(difference -> difference.path() + " " + difference.verdict())
                .containsExactlyInAnyOrder(
                        "only-left ONLY_LEFT",
                        "only-right.txt ONLY_RIGHT",
                        "odd KIND_DIFFERS",
                        "size.txt SIZE_DIFFERS",
                        "a/new-left.txt LEFT_NEWER",
                        "a/new-right.txt RIGHT_NEWER");
        assertThat(result).isEqualTo(new TreeComparison.Result(1, 0, true));
    }

    @Test
    void oneWayCopiesAndReplacesWithOlderFilesOnlyAndDeletesOnRequest() throws IOException {
        compare(left, right);
        SyncPlan up = SyncPlan.oneWay(differences, true, false);
        assertThat(up.sources()).containsExactlyInAnyOrder("only-left", "a");
        assertThat(up.replacements()).extracting(Difference::path).containsExactly("a/new-left.txt");
        assertThat(up.kept())
                .extracting(Difference::path)
                .containsExactlyInAnyOrder("odd", "size.txt", "a/new-right.txt");
        assertThat(up.deletions()).isEmpty();
        SyncPlan down = SyncPlan.oneWay(differences, false, true);
        assertThat(down.sources()).containsExactlyInAnyOrder("only-right.txt", "a");
        assertThat(down.deletions()).extracting(Difference::path).containsExactly("only-left");
    }

    @Test
    void equalFoldersNeedNothingAndAMissingOneFails() throws IOException {
        compare(left, left);
        assertThat(SyncPlan.oneWay(differences, true, true).isEmpty()).isTrue();
        assertThatThrownBy(() -> compare(left, right.resolve("missing"))).isInstanceOf(ProtocolException.class);
    }

    private TreeComparison.Result compare(Path one, Path other) throws IOException {
        return TreeComparison.of(Tree.local(), one, Tree.local(), other, differences::addAll, new Cancellation());
    }

    private static void write(Path folder, String path, String content, Instant modified) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    @Test
    void whatTheSourceMayHaveButDoesNotListIsNotDeleted() throws IOException {
        Files.createSymbolicLink(left.resolve("only-right.txt"), left.resolve("same.txt"));
        write(right, "only-left/y", "y", OLD);
        compare(left, right);
        SyncPlan plan = SyncPlan.oneWay(differences, true, true);
        assertThat(plan.deletions()).extracting(Difference::path).containsExactly("only-left/y");
        assertThat(plan.kept()).extracting(Difference::path).contains("only-right.txt");
    }

    @Test
    void aNameInAnotherSpellingIsNotDeletedBecauseADiskMayTakeItForTheSame() throws IOException {
        write(left, "caf\u00e9/x", "x", OLD);
        write(right, "cafe\u0301/x", "x", OLD);
        write(left, "a/Photo.JPG", "x", OLD);
        write(right, "a/photo.jpg", "x", OLD);
        compare(left, right);
        SyncPlan plan = SyncPlan.oneWay(differences, true, true);
        assertThat(plan.deletions()).extracting(Difference::path).containsExactly("only-right.txt");
        assertThat(plan.kept()).extracting(Difference::path).contains("cafe\u0301", "a/photo.jpg");
    }

    @Test
    void onlyWhatALaterComparisonConfirmsIsDeleted() throws IOException {
        write(right, "changes.txt", "x", OLD);
        write(right, "comes.txt", "x", OLD);
        write(right, "grows/x", "x", OLD);
        compare(left, right);
        SyncPlan plan = SyncPlan.oneWay(differences, true, true);
        assertThat(plan.deletions()).hasSize(4);
        assertThat(plan.confirmed(differences, true)).isEqualTo(plan.deletions());
        write(right, "changes.txt", "longer", NEW);
        write(left, "comes.txt", "x", OLD);
        write(right, "grows/y", "y", OLD);
        Files.setLastModifiedTime(right.resolve("grows"), FileTime.from(NEW));
        differences.clear();
        compare(left, right);
        assertThat(plan.confirmed(differences, true))
                .extracting(Difference::path)
                .containsExactly("only-right.txt");
    }

    @Test
    void filesOfTheProgramItselfAreNoDifference() throws IOException {
        write(left, ".quayside/protected.json", "{}", OLD);
        write(left, ".quayside-0123456789abcdef.part", "x", OLD);
        compare(left, right);
        assertThat(differences).extracting(Difference::path).noneMatch(path -> path.startsWith(".quayside"));
    }
}
