package quayside.app.core.nearby;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.Fingerprint;

/** Speaks multicast DNS with itself, on the loopback interface only. Skipped where that passes no multicast. */
class JmdnsStationTest {
    private static final Fingerprint ID = Fingerprint.parse("nearbytestnearbytestnearbytest22");
    private static final Network LOOPBACK = new Network() {
        private final Network jmdns =
                new JmdnsNetwork("loopbacktest", network -> network.getName().equals("lo"));

        @Override
        public List<InetAddress> addresses() {
            return List.of(FakeNetwork.address("127.0.0.1"));
        }

        @Override
        public Station open(InetAddress address, Optional<Announcement> share, Consumer<Heard> heard)
                throws IOException {
            return jmdns.open(address, share, heard);
        }
    };

    private static Announcement share() {
        return new Announcement(ID, "Photos \u202e", "Küche", 4870, Optional.empty());
    }

    private static DnsSd dnsSd() {
        return new DnsSd(LOOPBACK, InstantSource.system(), Duration.ofSeconds(1));
    }

    private static void requireMulticast() throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        try (DatagramSocket probe = sender()) {
            probe.send(packet(new byte[0]));
        } catch (IOException e) {
            Assumptions.abort(loopback + " passes no multicast: " + e);
        }
    }

    private static DatagramSocket sender() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setOption(
                StandardSocketOptions.IP_MULTICAST_IF,
                NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
        return socket;
    }

    private static DatagramPacket packet(byte[] content) {
        return new DatagramPacket(content, content.length, FakeNetwork.address("224.0.0.251"), 5353);
    }

    private static List<NearbyShare> found(Nearby nearby) {
        return nearby.state().shares().stream()
                .filter(share -> share.id().equals(ID))
                .toList();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("quayside-"))
                .count();
    }

    @Test
    void aShareIsFoundByAnotherProgramAndGoesWithItsGoodbyeWithoutALeftThread() throws IOException {
        requireMulticast();
        try (DnsSd guest = dnsSd()) {
            guest.look(true);
            try (DnsSd host = dnsSd()) {
                host.announce(Optional.of(share()));
                await().until(() -> !found(guest).isEmpty());
                NearbyShare found = found(guest).getFirst();
                assertThat(found.share()).isEqualTo("Photos \u202e");
                assertThat(found.computer()).isEqualTo("Küche");
                assertThat(found.links().getFirst().address()).isEqualTo("127.0.0.1:4870");
            }
            await().until(() -> found(guest).isEmpty());
        }
        await().until(() -> threads() == 0);
    }

    @Test
    void switchedOnAndOffFiftyTimesItLeavesNoThread() throws IOException {
        requireMulticast();
        try (DnsSd host = dnsSd()) {
            for (int i = 0; i < 50; i++) {
                host.announce(Optional.of(share()));
                host.look(i % 2 == 0);
                host.announce(Optional.empty());
            }
            host.look(false);
        }
        await().until(() -> threads() == 0);
    }

    @Test
    void whateverAStrangerSendsItStillHearsAndKeepsNothing() throws IOException {
        requireMulticast();
        List<Network.Heard> heard = new CopyOnWriteArrayList<>();
        InetAddress address = FakeNetwork.address("127.0.0.1");
        Network.Station station = LOOPBACK.open(address, Optional.of(share()), record -> {
            if (record instanceof Network.Heard.Gone(String instance) && instance.startsWith("witness")) {
                heard.add(record);
            }
        });
        try (station;
                DatagramSocket stranger = sender()) {
            byte[] goodbye = message("witness._quayside._tcp.local.");
            Random random = new Random(7);
            for (int i = 0; i < 2_000; i++) {
                byte[] sent = i % 3 == 0 ? new byte[random.nextInt(200)] : goodbye.clone();
                if (i % 3 == 0) {
                    random.nextBytes(sent);
                } else {
                    for (int j = 0; j < 4; j++) {
                        sent[random.nextInt(sent.length)] = (byte) random.nextInt();
                    }
                }
                stranger.send(packet(sent));
            }
            await().until(() -> {
                stranger.send(packet(goodbye));
                return !heard.isEmpty();
            });
            assertThat(station.isAlive()).isTrue();
            assertThat(((JmdnsStation) station).getCache()).isEmpty();
        }
    }

    /** Returns a response that takes back an instance of the service. */
    private static byte[] message(String instance) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, (byte) 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0});
        out.writeBytes(name("_quayside._tcp.local."));
        byte[] alias = name(instance);
        out.writeBytes(new byte[] {0, 12, 0, 1, 0, 0, 0, 0, 0, (byte) alias.length});
        out.writeBytes(alias);
        return out.toByteArray();
    }

    private static byte[] name(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // The last label is the empty one after the last dot.
        for (String label : name.split("\\.", -1)) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }
}
