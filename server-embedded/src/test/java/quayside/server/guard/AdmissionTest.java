package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Source ONE = GuessLimiterTest.source("192.0.2.1");
    private static final Source TWO = GuessLimiterTest.source("192.0.2.2");
    private static final Source THREE = GuessLimiterTest.source("192.0.2.3");

    private final List<String> cut = new ArrayList<>();

    private static Admission.Place guest(Admission admission, Source source) {
        Admission.Place place = admission
                .enter(source, true, () -> {
                    throw new AssertionError("a guest was cut");
                })
                .orElseThrow();
        place.admitted();
        return place;
    }

    private Optional<Admission.Place> stranger(Admission admission, Source source, String name) {
        return admission.enter(source, false, () -> cut.add(name));
    }

    @Test
    void noSourceHasMoreThanItsShareAndAllTogetherNoMoreThanTheTotal() {
        Admission admission = new Admission(3, 2);
        guest(admission, ONE);
        guest(admission, ONE);
        assertThat(admission.enter(ONE, true, () -> {})).isEmpty();
        guest(admission, TWO);
        assertThat(admission.enter(THREE, true, () -> {})).isEmpty();
        assertThat(stranger(admission, THREE, "")).isEmpty();
    }

    @Test
    void whoLeavesMakesRoomOnce() {
        Admission admission = new Admission(3, 2);
        Admission.Place left = guest(admission, ONE);
        guest(admission, ONE);
        guest(admission, TWO);
        left.leave();
        left.leave();
        guest(admission, THREE);
        assertThat(admission.enter(TWO, true, () -> {})).isEmpty();
    }

    @Test
    void whoSaysNothingKeepsNoStrangerOutFromElsewhereAndPaysForItself() {
        Admission admission = new Admission(512, 128);
        for (int source = 0; source < 100; source++) {
            for (int i = 0; i < 200; i++) {
                assertThat(stranger(admission, GuessLimiterTest.source("10.0.0." + source), "silent"))
                        .isPresent();
            }
        }
        assertThat(cut).hasSize(100 * 200 - Admission.STRANGERS);
        assertThat(stranger(admission, ONE, "honest")).isPresent();
        for (int i = 0; i < 1000; i++) {
            stranger(admission, TWO, "silent");
        }
        assertThat(cut).doesNotContain("honest");
    }

    @Test
    void ofOneSourceTheOldestGoesFirst() {
        Admission admission = new Admission(512, 128);
        for (int i = 0; i <= Admission.STRANGERS_PER_SOURCE; i++) {
            stranger(admission, ONE, "number " + i);
        }
        assertThat(cut).containsExactly("number 0");
    }

    @Test
    void guestsHaveAllThatStrangersMayNotHave() {
        Admission admission = new Admission(512, 128);
        for (int i = 0; i < 1000; i++) {
            stranger(admission, GuessLimiterTest.source("10.0." + (i >> 8) + "." + (i & 255)), "silent");
        }
        int guests = 0;
        for (int i = 0; i < 512; i++) {
            guest(admission, GuessLimiterTest.source("10.1.0." + i / 128));
            guests++;
        }
        assertThat(guests).isEqualTo(512);
        assertThat(admission.enter(TWO, true, () -> {})).isEmpty();
    }

    @Test
    void whoCameForTheFirstTimeLeavesPlacesForThoseWhoWereHere() {
        Admission admission = new Admission(512, 128);
        int came = 0;
        for (int i = 0; i < 1000; i++) {
            Optional<Admission.Place> place = stranger(admission, source(i), "");
            place.ifPresent(Admission.Place::admitted);
            came += place.isPresent() ? 1 : 0;
        }
        assertThat(came).isEqualTo(448);
        guest(admission, ONE);
        assertThat(cut).isEmpty();
    }

    private static Source source(int number) {
        return GuessLimiterTest.source("10.0." + (number >> 8) + "." + (number & 255));
    }

    @Test
    void whoWasCutHasLeftAndCannotComeIn() {
        Admission admission = new Admission(2, 2);
        Admission.Place silent = stranger(admission, ONE, "silent").orElseThrow();
        stranger(admission, TWO, "next");
        assertThat(cut).containsExactly("silent");
        silent.admitted();
        silent.leave();
        guest(admission, THREE);
        stranger(admission, ONE, "last");
        assertThat(cut).containsExactly("silent", "next");
    }
}
