package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static quayside.protocol.files.AccessLists.ACCESS;
import static quayside.protocol.files.AccessLists.assumeSet;
import static quayside.protocol.files.AccessLists.folder;
import static quayside.protocol.files.AccessLists.list;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Mode;
import quayside.protocol.text.Phrase;

class MetadataTest {
    @Test
    void aListAllowsNoMoreThanTheMode() {
        assertThat(Metadata.masked(list(0x01, 7, 0x02, 7, 0x04, 7, 0x10, 7, 0x20, 7), new Mode(0640)))
                .isEqualTo(list(0x01, 6, 0x02, 7, 0x04, 7, 0x10, 4, 0x20, 0));
        assertThat(Metadata.masked(list(0x01, 6, 0x04, 6, 0x20, 4), new Mode(0750)))
                .isEqualTo(list(0x01, 6, 0x04, 4, 0x20, 0));
    }

    @Test
    void withoutItsListAFileGrantsNobodyMoreThanWithIt() {
        // The mode of a file with a list has the mask where the group's rights are otherwise.
        assertThat(Metadata.unlisted(list(0x01, 6, 0x02, 6, 0x04, 0, 0x10, 6, 0x20, 0), new Mode(0660)))
                .isEqualTo(new Mode(0600));
        assertThat(Metadata.unlisted(list(0x01, 7, 0x04, 5, 0x08, 7, 0x10, 7, 0x20, 1), new Mode(0771)))
                .isEqualTo(new Mode(0751));
        assertThat(Metadata.unlisted(list(0x01, 6, 0x04, 6, 0x08, 6, 0x10, 4, 0x20, 0), new Mode(0640)))
                .isEqualTo(new Mode(0640));
        // Those that the list keeps out are of the group or of all others without it.
        assertThat(Metadata.unlisted(list(0x01, 6, 0x02, 0, 0x04, 4, 0x10, 4, 0x20, 4), new Mode(0644)))
                .isEqualTo(new Mode(0600));
        assertThat(Metadata.unlisted(list(0x01, 6, 0x02, 7, 0x04, 6, 0x10, 4, 0x20, 6), new Mode(0646)))
                .isEqualTo(new Mode(0644));
        assertThat(Metadata.unlisted(list(0x01, 6, 0x04, 4, 0x20, 6), new Mode(0646)))
                .isEqualTo(new Mode(0646));
    }

    @Test
    void theModeOfAFileIsWhatItGrantsWithoutItsList(@TempDir Path top) throws IOException {
        Path file = Files.createFile(top.resolve("f"));
        AccessLists.assumeLetsAnotherIn(file);
        assertThat(mode(file)).isEqualTo("rw-rw----");
        BasicFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        Path plain = Files.createFile(top.resolve("plain"));
        Files.setPosixFilePermissions(plain, new Mode(0640).permissions());
        BasicFileAttributes ofPlain = Files.readAttributes(plain, PosixFileAttributes.class);
        try (Directory folder = Disk.ofSystem().open(top)) {
            assertThat(folder.mode(file.getFileName(), attributes)).contains(new Mode(0600));
            assertThat(folder.mode(plain.getFileName(), ofPlain)).contains(new Mode(0640));
            // Of another file nothing is known, so its group has no more than all others.
            assertThat(folder.mode(file.getFileName(), ofPlain)).contains(new Mode(0600));
            assertThat(folder.mode(Path.of("missing"), ofPlain)).contains(new Mode(0600));
        }
        assertThat(NativeFile.mode(file, attributes)).contains(new Mode(0600));
        assertThat(NativeFile.mode(plain, ofPlain)).contains(new Mode(0640));
    }

    /** A file of mode {@code is} on a disk that takes no modes, as a file of another user is. */
    private static PosixFileAttributeView refusing(Path file, int is) throws IOException {
        Files.setPosixFilePermissions(file, new Mode(is).permissions());
        PosixFileAttributeView real = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return (PosixFileAttributeView) Proxy.newProxyInstance(
                MetadataTest.class.getClassLoader(),
                new Class<?>[] {PosixFileAttributeView.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("setPermissions")) {
                        throw new FileSystemException("f", null, "Operation not permitted");
                    }
                    return method.invoke(real, arguments);
                });
    }

    /** Also where nobody is let in who should not be: a file that its own people cannot read surprises them as much. */
    @Test
    void aModeThatIsNotTakenIsToldWhicheverWayItFailed(@TempDir Path top) throws IOException {
        assumeTrue(Disk.isPosix(top), "This system has no modes.");
        Path file = Files.createFile(top.resolve("f"));
        Optional<Mode> source = Optional.of(new Mode(0640));
        Mode all = new Mode(0777);
        assertThat(Metadata.ofNew(refusing(file, 0600), all, source)).containsExactly(Unkept.NARROW);
        assertThat(Metadata.ofNew(refusing(file, 0644), all, source)).containsExactly(Unkept.MODE);
        assertThat(Metadata.ofNew(refusing(file, 0640), all, source)).isEmpty();
        Path old = Files.createFile(top.resolve("old"));
        Files.setPosixFilePermissions(old, new Mode(0640).permissions());
        PosixFileAttributes replaced = Files.readAttributes(old, PosixFileAttributes.class);
        assertThat(Metadata.ofReplacing(refusing(file, 0666), replaced, source)).containsExactly(Unkept.MODE);
    }

    @Test
    void aFolderThatIsNotTheOneJavaHoldsIsNotUsed(@TempDir Path top) throws IOException {
        Path docs = Files.createDirectory(top.resolve("docs"));
        Object key = Files.readAttributes(docs, BasicFileAttributes.class).fileKey();
        assumeTrue(NativeFileTest.areKnown(), "This system has no such calls.");
        assertThat(NativeFile.directory(top, Path.of("docs"), key)).isPresent();
        Files.move(docs, top.resolve("moved"));
        assertThat(NativeFile.directory(top, Path.of("docs"), key)).isEmpty();
        Files.createSymbolicLink(docs, top.resolve("moved"));
        assertThat(NativeFile.directory(top, Path.of("docs"), key)).isEmpty();
        Files.delete(docs);
        Files.createDirectory(docs);
        assertThat(NativeFile.directory(top, Path.of("docs"), key)).isEmpty();
    }

    /** The system's own disk, and one whose folders are known by their paths. */
    private static final List<Disk> DISKS = List.of(Disk.ofSystem(), folder -> CheckedDirectory.root(folder, false));

    private static final Path NEW = Path.of("new");

    private static void assumeGiven(Path file, int owner, int group) {
        assumeTrue(
                Metadata.isDone(() -> {
                    Files.setAttribute(file, "unix:uid", owner);
                    Files.setAttribute(file, "unix:gid", group);
                }),
                "Only root gives files away.");
    }

    private static Optional<byte[]> attribute(Path file, String attribute) throws IOException {
        try (NativeFile folder = folder(file.getParent());
                NativeFile opened = folder.file(file.getFileName())) {
            return opened.attribute(attribute);
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void whatReplacesAFileHasItsOwnerGroupAndMode(@TempDir Path top) throws IOException {
        Path old = Files.createFile(top.resolve("old"));
        assumeGiven(old, 12_345, 12_346);
        Files.setAttribute(old, "unix:mode", 0640);
        Path file = top.resolve(NEW);
        for (Disk disk : DISKS) {
            try (Directory folder = disk.open(top)) {
                folder.openFile(NEW, Directory.Opening.NEW).close();
                assertThat(folder.giveMetadata(NEW, folder, old.getFileName(), Optional.empty()))
                        .isEmpty();
            }
            assertThat(Files.readAttributes(file, "unix:uid,gid"))
                    .isEqualTo(Map.<String, Object>of("uid", 12_345, "gid", 12_346));
            assertThat(mode(file)).isEqualTo("rw-r-----");
            Files.delete(file);
        }
    }

    @Test
    void aNewFileHasTheGroupThatItsFolderGives(@TempDir Path top) throws IOException {
        Path there = Files.createDirectory(top.resolve("there"));
        assumeGiven(there, 0, 12_346);
        Files.setAttribute(there, "unix:mode", 02755);
        folder(there).close();
        try (Directory here = Disk.ofSystem().open(top);
                Directory target = Disk.ofSystem().open(there)) {
            here.openFile(NEW, Directory.Opening.NEW).close();
            assertThat(here.giveMetadata(NEW, target, null, Optional.of(new Mode(0640))))
                    .isEmpty();
        }
        assertThat(Files.getAttribute(top.resolve(NEW), "unix:gid")).isEqualTo(12_346);
        assertThat(mode(top.resolve(NEW))).isEqualTo("rw-r-----");
    }

    /** Without the users and groups of its entries. */
    private static List<Integer> rights(byte[] list) {
        List<Integer> rights = new ArrayList<>();
        for (int at = 4; at < list.length; at += 8) {
            rights.add(list[at] * 16 + list[at + 2]);
        }
        return rights;
    }

    @Test
    void whatReplacesAFileHasItsAccessListAndAttributes(@TempDir Path top) throws IOException {
        Path old = Files.createFile(top.resolve("old"));
        byte[] note = {1, 2, 3};
        assumeSet(old, "user.note", note);
        assumeSet(old, ACCESS, list(0x01, 6, 0x02, 6, 0x04, 4, 0x10, 6, 0x20, 4));
        try (Directory folder = Disk.ofSystem().open(top)) {
            folder.openFile(NEW, Directory.Opening.NEW).close();
            assertThat(folder.giveMetadata(NEW, folder, old.getFileName(), Optional.of(new Mode(0640))))
                    .isEmpty();
        }
        assertThat(attribute(top.resolve(NEW), "user.note")).hasValue(note);
        assertThat(rights(attribute(top.resolve(NEW), ACCESS).orElseThrow()))
                .isEqualTo(rights(list(0x01, 6, 0x02, 6, 0x04, 4, 0x10, 4, 0x20, 0)));
    }

    @Test
    void aNewFileHasTheAccessListOfTheFolderToWhichItGoesAndOfNoOther(@TempDir Path top) throws IOException {
        Path listed = Files.createDirectory(top.resolve("listed"));
        Path plain = Files.createDirectory(top.resolve("plain"));
        assumeSet(listed, "system.posix_acl_default", list(0x01, 7, 0x02, 7, 0x04, 5, 0x10, 7, 0x20, 5));
        try (Directory of = Disk.ofSystem().open(listed);
                Directory without = Disk.ofSystem().open(plain)) {
            of.openFile(NEW, Directory.Opening.NEW).close();
            without.openFile(NEW, Directory.Opening.NEW).close();
            assertThat(of.giveMetadata(NEW, without, null, Optional.of(new Mode(0644))))
                    .isEmpty();
            assertThat(without.giveMetadata(NEW, of, null, Optional.of(new Mode(0644))))
                    .isEmpty();
        }
        assertThat(attribute(listed.resolve(NEW), ACCESS)).isEmpty();
        assertThat(rights(attribute(plain.resolve(NEW), ACCESS).orElseThrow()))
                .isEqualTo(rights(list(0x01, 6, 0x02, 7, 0x04, 5, 0x10, 4, 0x20, 4)));
    }

    @Test
    void eachLossIsASentenceAboutTheDisk() {
        for (Unkept each : Unkept.values()) {
            assertThat(each.sentence(Phrase.THIS_DISK).toString())
                    .matches("This computer’s disk (does not|cannot) keep .*\\.");
        }
    }

    @Test
    void whatReplacesAFileThatCannotBeReadIsItsOwnersAlone(@TempDir Path top) throws IOException {
        Path file = Files.createFile(top.resolve(NEW));
        try (NativeFile folder = folder(top);
                NativeFile opened = folder.file(NEW)) {
            assertThat(Metadata.ofUnreadable(opened, Optional.of(new Mode(0755))))
                    .containsExactly(Unkept.OWNER, Unkept.ACCESS_LIST);
        }
        assertThat(mode(file)).isEqualTo("rwx------");
    }

    @Test
    void aFileWhoseAccessListIsNotTakenIsItsOwnersAlone(@TempDir Path top) throws IOException {
        Path file = Files.createFile(top.resolve(NEW));
        Metadata.Inherited here = new Metadata.Inherited(0, new Mode(Mode.MOST), null);
        Metadata.Inherited there = new Metadata.Inherited(0, new Mode(Mode.MOST), new byte[] {9});
        try (NativeFile folder = folder(top);
                NativeFile opened = folder.file(NEW)) {
            assertThat(Metadata.ofNew(opened, here, there, Optional.of(new Mode(0644))))
                    .containsExactly(Unkept.ACCESS_LIST);
        }
        assertThat(mode(file)).isEqualTo("rw-------");
    }
}
