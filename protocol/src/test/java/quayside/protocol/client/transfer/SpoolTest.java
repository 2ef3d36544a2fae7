package quayside.protocol.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.Mode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class SpoolTest {
    private static final Spool.Form<String> TEXT = new Spool.Form<>() {
        @Override
        public void write(DataOutputStream out, String item) throws IOException {
            out.writeUTF(item);
        }

        @Override
        public String read(DataInputStream in) throws IOException {
            return in.readUTF();
        }
    };

    @Test
    void whatGoesInComesOutInOrderHoweverMuchItIs() throws IOException {
        try (Spool<String> spool = new Spool<>(TEXT)) {
            int many = 5 * Spool.MAX_IN_MEMORY;
            for (int i = 0; i < many; i++) {
                spool.put("item " + i);
                if (i % 777 == 0) {
                    spool.commit();
                }
            }
            spool.commit();
            for (int i = 0; i < many; i++) {
                assertThat(spool.poll()).isEqualTo("item " + i);
            }
            assertThat(spool.hasNext()).isFalse();
            assertThat(spool.poll()).isNull();
        }
    }

    @Test
    void itsFileHasABound() throws IOException {
        try (Spool<String> spool = new Spool<>(TEXT, 100_000)) {
            ProtocolException fault = catchThrowableOfType(ProtocolException.class, () -> {
                for (int i = 0; i < 100_000; i++) {
                    spool.put("item " + i);
                }
            });
            assertThat(fault.fault()).isEqualTo(Fault.TOO_LARGE);
        }
    }

    @Test
    void whatIsNotCommittedCannotBeTakenAndCanBeForgotten() throws IOException {
        try (Spool<String> spool = new Spool<>(TEXT)) {
            spool.put("a");
            spool.commit();
            for (int i = 0; i < 2 * Spool.MAX_IN_MEMORY + 5; i++) {
                spool.put("never " + i);
            }
            assertThat(spool.poll()).isEqualTo("a");
            assertThat(spool.hasNext()).isFalse();
            spool.rollback();
            spool.put("b");
            spool.commit();
            assertThat(spool.poll()).isEqualTo("b");
            assertThat(spool.poll()).isNull();
        }
    }

    @Test
    void itBehavesAsAQueueInMemoryWould() throws IOException {
        Random random = new Random(42);
        Deque<String> expected = new ArrayDeque<>();
        List<String> staged = new ArrayList<>();
        try (Spool<String> spool = new Spool<>(TEXT)) {
            for (int round = 0; round < 300; round++) {
                int puts = random.nextInt(10) == 0 ? 6000 : random.nextInt(200);
                for (int i = 0; i < puts; i++) {
                    String item = round + "/" + i;
                    spool.put(item);
                    staged.add(item);
                }
                if (random.nextInt(4) == 0) {
                    spool.rollback();
                    staged.clear();
                } else if (random.nextInt(4) > 0) {
                    spool.commit();
                    expected.addAll(staged);
                    staged.clear();
                }
                for (int i = random.nextInt(1500); i > 0; i--) {
                    assertThat(spool.hasNext()).isEqualTo(!expected.isEmpty());
                    assertThat(spool.poll()).isEqualTo(expected.poll());
                }
            }
        }
    }

    @Test
    void whatIsFoundSurvivesTheFile() throws IOException {
        List<ListedItem> all = List.of(
                new ListedItem.End(3),
                new ListedItem.Folder(0, "", Instant.EPOCH, Optional.empty()),
                new ListedItem.Folder(
                        70_000,
                        "写真/👩‍👩‍👧/" + "x".repeat(4000),
                        Instant.parse("2001-01-01T00:00:00.5Z"),
                        Optional.of(new Mode(0777))),
                new ListedItem.File(
                        "é",
                        1L << 44,
                        Instant.parse("0000-01-01T00:00:00.000000001Z"),
                        Optional.of(new Mode(0)),
                        false,
                        Optional.of("L-1")),
                new ListedItem.File(
                        "b",
                        0,
                        Instant.parse("9999-12-31T23:59:59.999999999Z"),
                        Optional.empty(),
                        true,
                        Optional.empty()),
                new ListedItem.Named(
                        5, new ListedItem.File("n", 1, Instant.EPOCH, Optional.empty(), false, Optional.of("lock"))),
                new ListedItem.Refused(1, "a/b", ListedItem.Why.TOO_DEEP),
                new ListedItem.Refused(2, "é", ListedItem.Why.TAKEN));
        try (Spool<ListedItem> spool = new Spool<>(ListedItem.FORM)) {
            for (int i = 0; i < Spool.MAX_IN_MEMORY; i++) {
                spool.put(all.get(i % all.size()));
            }
            spool.put(all.getFirst());
            spool.commit();
            for (int i = 0; i < Spool.MAX_IN_MEMORY; i++) {
                assertThat(spool.poll()).isEqualTo(all.get(i % all.size()));
            }
        }
    }
}
