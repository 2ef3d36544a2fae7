package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.Heartbeat;
import quayside.protocol.message.RemotePath;

/** The window answers while a pane works on a very large folder of which everything is selected. */
class BigFolderTest {
    private static final int ROWS = Integer.getInteger("quayside.rows", 100_000);

    /** Several times what a quiet machine needs. */
    private static final Duration BOUND = Duration.ofMillis(Long.getLong("quayside.rows.ms", 300));

    /** Of the time in one stall in which the JavaFX thread had a processor: three times what it needs. */
    private static final Duration COMPUTING = Duration.ofMillis(100);

    /** A busy machine makes one pass slow; the program would make all of them slow. */
    private static final int PASSES = 3;

    @Test
    void theWindowAnswersWhileAllRowsOfALargeFolderAreSelected() {
        try (PaneUnderTest pane = new PaneUnderTest();
                Heartbeat heartbeat = new Heartbeat()) {
            MemorySource big = new MemorySource("Big").pages(1_000);
            for (int i = 0; i < ROWS; i++) {
                big.file(
                        "report %06d.txt".formatted(i * 7919L % ROWS),
                        i % 1_000,
                        MemorySource.MODIFIED.minusSeconds(i));
            }
            Map<String, Heartbeat.Stall> stalls = pass(pane, big, heartbeat);
            for (int i = 1; i < PASSES && isSlow(stalls); i++) {
                stalls = pass(pane, big, heartbeat);
            }
            System.out.println("Longest stalls with " + ROWS + " rows: " + stalls);
            assertThat(stalls.values()).noneMatch(BigFolderTest::isSlow);
        }
    }

    private static boolean isSlow(Map<String, Heartbeat.Stall> stalls) {
        return stalls.values().stream().anyMatch(BigFolderTest::isSlow);
    }

    private static boolean isSlow(Heartbeat.Stall stall) {
        return stall.time().compareTo(BOUND) >= 0 || stall.computed().compareTo(COMPUTING) >= 0;
    }

    private static Map<String, Heartbeat.Stall> pass(PaneUnderTest pane, MemorySource big, Heartbeat heartbeat) {
        Map<String, Heartbeat.Stall> stalls = new LinkedHashMap<>();
        heartbeat.take();
        Fx.run(() -> pane.pane.attach(big, RemotePath.root()));
        Fx.await(() -> pane.table().getItems().size() == ROWS);
        pane.window.awaitText("%,d files · ".formatted(ROWS));
        stalls.put("listing", heartbeat.take());

        selectAll(pane);
        stalls.put("selecting all", heartbeat.take());

        pane.window.push(KeyCode.CONTROL, KeyCode.F);
        pane.window.write("7");
        Fx.await(() -> pane.table().getItems().size() < ROWS);
        int matching = Fx.call(() -> pane.table().getItems().size());
        pane.window.awaitText("%,d of %,d selected".formatted(matching, matching));
        pane.window.push(KeyCode.BACK_SPACE);
        Fx.await(() -> pane.table().getItems().size() == ROWS);
        // What the filter left out is no longer selected.
        pane.window.awaitText("%,d of %,d selected".formatted(matching, ROWS));
        stalls.put("filter", heartbeat.take());

        Fx.run(() -> pane.pane.focus());
        selectAll(pane);
        heartbeat.take();
        pane.sortBy("size");
        Fx.await(() -> pane.table().getItems().getFirst().entry().size() == 0);
        pane.sortBy("size");
        Fx.await(() -> pane.table().getItems().getFirst().entry().size() == 999);
        pane.sortBy("name");
        Fx.await(() -> pane.table().getItems().getFirst().shownName().equals("report 000000.txt"));
        pane.window.awaitText("%,d of %,d selected".formatted(ROWS, ROWS));
        stalls.put("sorting", heartbeat.take());

        big.file("zzz.txt", 1);
        pane.window.push(KeyCode.F5);
        Fx.await(() -> pane.table().getItems().size() == ROWS + 1);
        pane.window.awaitText("%,d of %,d selected".formatted(ROWS, ROWS + 1));
        stalls.put("refresh", heartbeat.take());
        big.remove("zzz.txt");
        pane.window.push(KeyCode.ESCAPE);
        return stalls;
    }

    private static void selectAll(PaneUnderTest pane) {
        pane.window.push(KeyCode.CONTROL, KeyCode.A);
        pane.window.awaitText("%,d of %,d selected".formatted(ROWS, ROWS));
    }
}
