package quayside.server.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Carries one direction of a connection, and does to it what its faults say, each once, in the order of their places. For one thread. */
final class Relay {
    /** As far back as bytes can be duplicated. */
    static final int MEMORY_BYTES = 4096;

    private static final int MOST_SPLIT_BYTES = 7;

    private final Surroundings surroundings;
    private final Socket from;
    private final Socket to;
    private final Deque<WireFault> faults;
    private final Random random;
    private final byte[] memory = new byte[MEMORY_BYTES];
    private long position;
    private long splitUntil;
    private long dropUntil;
    private boolean swallowing;

    /** What a relay needs of its connection. */
    interface Surroundings {
        /** Closes both sides, by a reset where {@code reset}. */
        void end(boolean reset);

        /** Counted down once both sides are closed. */
        CountDownLatch ended();

        void fired(WireFault fault);

        /** {@code count} bytes at the start of {@code buffer} have come. */
        void passed(byte[] buffer, int count);
    }

    /** @param faults by ascending place */
    Relay(Surroundings surroundings, Socket from, Socket to, List<WireFault> faults, Random random) {
        this.surroundings = surroundings;
        this.from = from;
        this.to = to;
        this.faults = new ArrayDeque<>(faults);
        this.random = random;
    }

    /** Returns at the stream's end, which the receiver is told, or when the connection is over. */
    void run() {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int count = from.getInputStream().read(buffer);
                    count >= 0;
                    count = from.getInputStream().read(buffer)) {
                surroundings.passed(buffer, count);
                pass(buffer, count);
            }
            if (!swallowing) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            // A side that is gone is gone for the other one as well.
            surroundings.end(true);
        }
    }

    private void pass(byte[] buffer, int count) throws IOException {
        int done = 0;
        while (done < count) {
            WireFault next = faults.peek();
            if (next != null && next.at() == position) {
                faults.remove();
                surroundings.fired(next);
                apply(next, buffer, done);
                continue;
            }
            int piece = count - done;
            if (next != null) {
                piece = (int) Math.min(piece, next.at() - position);
            }
            write(buffer, done, piece);
            done += piece;
        }
    }

    private void apply(WireFault fault, byte[] buffer, int index) throws IOException {
        switch (fault.kind()) {
            case CUT -> surroundings.end(false);
            case RESET -> surroundings.end(true);
            case HALF_CLOSE -> {
                to.shutdownOutput();
                swallowing = true;
            }
            case STALL, DELAY -> pause(fault.amount());
            case STALL_THEN_CUT -> {
                pause(fault.amount());
                surroundings.end(false);
            }
            case STALL_FOR_GOOD -> pause(Integer.MAX_VALUE);
            case SPLIT -> splitUntil = position + fault.amount();
            case DUPLICATE -> {
                byte[] again = new byte[(int) Math.min(fault.amount(), position)];
                for (int i = 0; i < again.length; i++) {
                    again[i] = memory[(int) ((position - again.length + i) % MEMORY_BYTES)];
                }
                send(again, 0, again.length);
            }
            case FLIP -> buffer[index] ^= (byte) (1 << fault.amount());
            case DROP -> dropUntil = position + fault.amount();
        }
    }

    private void pause(int millis) throws IOException {
        try {
            if (surroundings.ended().await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("the connection is over");
            }
        } catch (InterruptedException e) {
            throw new IOException("the proxy ends", e);
        }
    }

    /** Passes bytes on, of which none is the place of a fault that is still to come. */
    private void write(byte[] buffer, int offset, int count) throws IOException {
        for (int i = Math.max(0, count - MEMORY_BYTES); i < count; i++) {
            memory[(int) ((position + i) % MEMORY_BYTES)] = buffer[offset + i];
        }
        int dropped = Math.clamp(dropUntil - position, 0, count);
        for (int done = dropped; done < count; ) {
            long split = splitUntil - position - done;
            int piece = split > 0
                    ? (int) Math.min(Math.min(split, count - done), 1 + random.nextInt(MOST_SPLIT_BYTES))
                    : count - done;
            send(buffer, offset + done, piece);
            done += piece;
        }
        position += count;
    }

    private void send(byte[] buffer, int offset, int count) throws IOException {
        if (!swallowing) {
            OutputStream out = to.getOutputStream();
            out.write(buffer, offset, count);
        }
    }
}
