package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.protocol.wire.ProtocolException;

class ShareInfoTest {
    @Test
    void onlyTheRootOfSeveralFoldersIsTheHostsAlone() throws ProtocolException {
        ShareInfo one = new ShareInfo("Photos", true, true, true);
        ShareInfo several = new ShareInfo("Photos and 1 more", true, true, true, true, Optional.empty(), true);
        assertThat(one.isChangeable(RemotePath.root())).isTrue();
        assertThat(several.isChangeable(RemotePath.root())).isFalse();
        assertThat(several.isChangeable(RemotePath.parse("Photos"))).isTrue();
    }
}
