package quayside.server.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * What is transferred in a run.
 *
 * @param resumes whether a run that is cut somewhere comes before
 */
record Scenario(String name, Direction direction, Shape shape, List<Item> items, boolean resumes) {
    static final String FOLDER = "tree";
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    enum Direction {
        UPLOAD,
        DOWNLOAD;

        /** Where the bodies go. */
        Leg.Way bodies() {
            return this == UPLOAD ? Leg.Way.TO_SERVER : Leg.Way.TO_CLIENT;
        }
    }

    /** What the client is asked for. */
    enum Shape {
        /** One file by a single call, which fails where its connection is lost. */
        CALL,
        /** One file by a transfer that goes on by itself. */
        FILE,
        /** All of {@link #items}, in the folder {@link #FOLDER}. */
        FOLDER
    }

    /**
     * A file or folder to be transferred.
     *
     * @param path below the source, with {@code /}
     * @param size in bytes, or -1 for an empty folder
     * @param replaces whether the target has another file of that name already
     */
    record Item(String path, long size, boolean replaces) {
        boolean isFolder() {
            return size < 0;
        }
    }

    /** One of everything, in both directions. */
    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (int size : List.of(0, 1, 4 * KIB, 256 * KIB + 1, 3 * MIB, 9 * MIB + 7)) {
                all.add(single(direction, Shape.FILE, size, false));
            }
            all.add(single(direction, Shape.FILE, 5 * MIB, true));
            all.add(single(direction, Shape.CALL, 256 * KIB + 1, false));
            all.add(single(direction, Shape.CALL, 5 * MIB, true));
            all.add(new Scenario("a folder", direction, Shape.FOLDER, folder(), false));
            all.add(new Scenario("a folder", direction, Shape.FOLDER, folder(), true));
        }
        return all;
    }

    private static Scenario single(Direction direction, Shape shape, int size, boolean resumes) {
        return new Scenario(size + " bytes", direction, shape, List.of(new Item("file.bin", size, true)), resumes);
    }

    private static List<Item> folder() {
        return List.of(
                new Item(FOLDER + "/empty", 0, false),
                new Item(FOLDER + "/one byte", 1, true),
                new Item(FOLDER + "/a.txt", 100, true),
                new Item(FOLDER + "/b.txt", 4096, false),
                new Item(FOLDER + "/large", 2 * MIB + 1, true),
                new Item(FOLDER + "/nothing in it", -1, false),
                new Item(FOLDER + "/sub/c.txt", 5000, true),
                new Item(FOLDER + "/sub/d.txt", 70_000, false),
                new Item(FOLDER + "/sub/eager", 256 * KIB, true),
                new Item(FOLDER + "/sub/awaited", 256 * KIB + 1, false),
                new Item(FOLDER + "/sub/deep/e.txt", 3, true),
                new Item(FOLDER + "/sub/deep/f.txt", 20_000, false));
    }

    List<Long> sizes() {
        return items.stream().filter(item -> !item.isFolder()).map(Item::size).toList();
    }

    @Override
    public String toString() {
        return direction + " of " + name + (shape == Shape.CALL ? " by a single call" : "")
                + (resumes ? ", gone on with" : "");
    }
}
