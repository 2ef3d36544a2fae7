package quayside.app.core;

import java.net.InetAddress;
import java.nio.file.Path;
import quayside.app.Wiring;
import quayside.app.core.desktop.Opener;
import quayside.app.core.desktop.SessionDesktop;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.host.HostService;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.reach.Reach;

/** The parts below a window, of which a test puts some of its own in place. Those they replace are closed. */
public final class TestParts {
    private final AppCore real;
    private LocalFiles files;
    private Opener opener;
    private HostService host;
    private Nearby nearby;
    private Reach reach;
    private SessionDesktop desktop;

    private TestParts(AppCore real) {
        this.real = real;
        files = real.files();
        opener = real.opener();
        host = real.host();
        nearby = real.nearby();
        reach = real.reach();
        desktop = real.desktop();
    }

    /** Begins with the parts of {@code real}. */
    public static TestParts of(AppCore real) {
        return new TestParts(real);
    }

    /** Begins with real parts that host on loopback. */
    public static TestParts in(Path configFolder) {
        return of(Wiring.core(configFolder, InetAddress.getLoopbackAddress()));
    }

    public TestParts with(LocalFiles own) {
        files = own;
        return this;
    }

    public TestParts with(Opener own) {
        opener = own;
        return this;
    }

    public TestParts with(HostService own) {
        host = own;
        return this;
    }

    public TestParts with(Nearby own) {
        nearby = own;
        return this;
    }

    public TestParts with(Reach own) {
        reach = own;
        return this;
    }

    public TestParts with(SessionDesktop own) {
        desktop = own;
        return this;
    }

    /** Returns the parts, which their user closes. */
    // What was exchanged is another object.
    @SuppressWarnings("ReferenceEquality")
    public AppCore core() {
        if (host != real.host()) {
            real.host().close();
        }
        if (nearby != real.nearby()) {
            real.nearby().close();
        }
        if (reach != real.reach()) {
            real.reach().close();
        }
        if (desktop != real.desktop()) {
            real.desktop().close();
        }
        return new AppCore(
                real.settings(),
                real.knownServers(),
                real.savedServers(),
                real.keys(),
                real.bookmarks(),
                real.shares(),
                real.transfers(),
                files,
                opener,
                real.copies(),
                real.recentFolders(),
                host,
                nearby,
                reach,
                desktop,
                real.doctor());
    }
}
