package quayside.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.crypto.ServerIdentity;

/** What each scenario sends where nothing goes wrong: learnt by doing it once. */
final class Recordings {
    private final Path root;
    private final Map<Scenario, WireMap> maps = new HashMap<>();

    /** @param root where the files may be put */
    Recordings(Path root) {
        this.root = root;
    }

    WireMap of(Scenario scenario) throws Exception {
        WireMap known = maps.get(scenario);
        if (known == null) {
            known = record(scenario, root.resolve(String.valueOf(maps.size())));
            maps.put(scenario, known);
        }
        return known;
    }

    private static WireMap record(Scenario scenario, Path folder) throws Exception {
        Work work = new Work(scenario, folder);
        try (ChaosHost host = ChaosHost.patient(work.share(), ServerIdentity.generate());
                ChaosProxy proxy = ChaosProxy.recording(host.port())) {
            try (ShareClient client = host.connect(proxy.port(), RetryPolicy.never())) {
                assertThat(work.transfer(client)).isEmpty();
            }
            Leftovers.assertNoConnections();
            work.assertArrived(List.of());
            return WireMap.of(proxy.recorded(), scenario.sizes());
        } finally {
            Trees.delete(folder);
        }
    }
}
