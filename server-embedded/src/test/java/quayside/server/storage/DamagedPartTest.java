package quayside.server.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static quayside.server.storage.Shares.MODIFIED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

/** What is kept of a part file and its record by how they are found (PROTOCOL.md section 8.4). */
class DamagedPartTest extends InterruptedUpload {
    @Test
    void afterAKillOnlyWhatTheRecordProvesIsKept() throws IOException {
        cutAfter(3 * MIB);
        Files.write(part(), new byte[500_000], StandardOpenOption.APPEND);
        assertGoesOnAt(3 * MIB);
    }

    @Test
    void aTornRecordProvesWhatItsWholeLinesSay() throws IOException {
        cutAfter(3 * MIB);
        String lines = Files.readString(record(), ISO_8859_1);
        Files.writeString(record(), lines.substring(0, lines.length() - 5), ISO_8859_1);
        assertGoesOnAt(2 * MIB);
    }

    @Test
    void aDamagedByteAfterAKillDropsItsStepAndWhatFollows() throws IOException {
        cutAfter(3 * MIB);
        flipByte(part(), 1_500_000);
        assertGoesOnAt(MIB);
    }

    @Test
    void aSealedPartThatWasTouchedSinceIsReadAllOver() throws IOException {
        cutAfter(3 * MIB);
        flipByte(part(), 10);
        Files.setLastModifiedTime(part(), FileTime.from(MODIFIED));
        assertGoesOnAt(0);
    }

    @Test
    void theLastStepOfASealedPartIsReadInAnyCase() throws IOException {
        cutAfter(3 * MIB);
        FileTime sealed = Files.getLastModifiedTime(part());
        flipByte(part(), 3 * MIB - 1);
        Files.setLastModifiedTime(part(), sealed);
        assertGoesOnAt(2 * MIB);
    }

    @Test
    void aPartWithoutARecordIsBegunAgain() throws IOException {
        cutAfter(3 * MIB);
        Files.delete(record());
        assertGoesOnAt(0);
    }

    @Test
    void aRecordWithoutAPartIsBegunAgain() throws IOException {
        cutAfter(3 * MIB);
        Files.delete(part());
        assertGoesOnAt(0);
    }

    @Test
    void aRecordThatIsNoneIsBegunAgain() throws IOException {
        cutAfter(3 * MIB);
        Files.writeString(record(), "quayside resume 9\n");
        assertGoesOnAt(0);
    }

    @Test
    void aRecordOfAnotherVersionIsBegunAgain() throws IOException {
        cutAfter(3 * MIB);
        Files.writeString(record(), Files.readString(record()).replace(" v1 ", " v2 "));
        assertGoesOnAt(0);
    }

    @Test
    void whatStandsInTheWayOfAPartIsClearedAway() throws IOException {
        cutAfter(3 * MIB);
        Path part = part();
        Files.delete(part);
        Files.createDirectory(part);
        assertGoesOnAt(0);
    }
}
