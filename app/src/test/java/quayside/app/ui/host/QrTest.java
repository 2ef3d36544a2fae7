package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.scene.control.ChoiceBox;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedInvitations;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.message.RemotePath;
import quayside.server.session.Invitation;

class QrTest {
    @TempDir
    Path temp;

    @Test
    void whatIsDrawnIsTheLinkInBothThemesAndForEachAddress() {
        FakeHost host = new FakeHost();
        SettingsStore settings = SettingsStore.open(temp);
        try (TestWindow window = new TestWindow(
                1000,
                720,
                services -> new HostFeature(host, settings, services, (_, _) -> List.of(), _ -> {}).view())) {
            String longest = "2001:db8:85a3:1234:5678:8a2e:370:7334";
            HostState.On on = FakeHost.on(temp, List.of("192.168.1.5", longest));
            host.become(on);
            Fx.await(() -> !read(window).isEmpty());
            assertThat(read(window)).isEqualTo(on.linkTo("192.168.1.5"));

            Fx.run(() -> {
                // In one column, as in a small window the code is shown only on request.
                ((Region) window.find(".host-screen")).setMaxWidth(700);
                window.services().look().apply(Settings.Theme.DARK, 1.25);
            });
            Fx.await(() -> window.find(".qr-code") != null);
            Fx.run(() -> ((ChoiceBox<?>) window.find("#host-address"))
                    .getSelectionModel()
                    .select(1));
            Fx.await(() -> read(window).contains("2001:db8"));
            assertThat(read(window)).isEqualTo(on.linkTo(longest));
        }
    }

    @Test
    void theCodeOfAnInvitationIsItsOwnLink() throws IOException {
        FakeHost host = new FakeHost();
        host.invitations = new SharedInvitations(temp.resolve("config"), new SecureRandom(), TestWindow.CLOCK);
        host.invite(temp);
        Invitation made = host.invitations.make(key -> new Invitation(
                key,
                "Rowing club",
                Invitation.Rights.READ,
                RemotePath.root(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty()));
        SettingsStore settings = SettingsStore.open(temp);
        try (TestWindow window = new TestWindow(
                1000,
                720,
                services -> new HostFeature(host, settings, services, (_, _) -> List.of(), _ -> {}).view())) {
            HostState.On on = FakeHost.on(temp);
            host.become(on);
            Fx.await(() -> window.find(".invitation-menu") != null);
            window.chooseFrom(".invitation-menu", "Show as QR code");
            window.awaitText("The link of “Rowing club” as a QR code");
            assertThat(read(window, ".dialog-box .qr-code"))
                    .isEqualTo(ShareLink.parse(on.linkTo("192.168.1.5")).withKey(made.key()));
            assertThat(read(window)).isEqualTo(on.linkTo("192.168.1.5"));
        }
    }

    private static String read(TestWindow window) {
        return read(window, ".qr-code");
    }

    /** Reads the code as a camera sees it; empty if there is none. */
    private static String read(TestWindow window, String selector) {
        return Fx.call(() -> {
            window.scene().getRoot().applyCss();
            WritableImage image = window.find(selector).snapshot(null, null);
            int width = (int) image.getWidth();
            int height = (int) image.getHeight();
            int[] pixels = new int[width * height];
            image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
            try {
                return new QRCodeReader()
                        .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
                        .getText();
            } catch (ReaderException e) {
                return "";
            }
        });
    }
}
