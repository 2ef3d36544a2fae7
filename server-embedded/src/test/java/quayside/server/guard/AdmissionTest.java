package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(place.admitted(new Guest())).isTrue();
        return place;
    }

    /** An admitted guest, busy at first. */
    private static final class Guest implements Admission.Occupant {
        private OptionalLong idleSince = OptionalLong.empty();
        private long moved;
        private boolean madeRoom;

        static Guest idleSince(long nanos) {
            Guest guest = new Guest();
            guest.idleSince = OptionalLong.of(nanos);
            return guest;
        }

        static Guest moving(long bytes) {
            Guest guest = new Guest();
            guest.moved = bytes;
            return guest;
        }

        @Override
        public OptionalLong idleSince() {
            return idleSince;
        }

        @Override
        public long movedLately() {
            return moved;
        }

        @Override
        public void makeRoom() {
            madeRoom = true;
        }
    }

    private static boolean comesIn(Admission admission, Source source, Guest guest) {
        return admission
                .enter(source, true, () -> {})
                .map(place -> place.admitted(guest))
                .orElse(false);
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
        assertThat(admission.enter(TWO, true, () -> {})).isEmpty();
    }

    @Test
    void whoLeavesMakesRoomOnce() {
        Admission admission = new Admission(2, 2);
        Admission.Place left = guest(admission, ONE);
        guest(admission, TWO);
        assertThat(admission.enter(THREE, true, () -> {})).isEmpty();
        left.leave();
        left.leave();
        guest(admission, THREE);
        assertThat(admission.enter(ONE, true, () -> {})).isEmpty();
    }

    @Test
    void whateverComesAndGoesASourceHasNoMoreThanItsShare() {
        Admission admission = new Admission(16, 3);
        List<Admission.Place> places = new ArrayList<>();
        for (int leaving = 0; leaving <= 3; leaving++) {
            for (int i = 0; i < leaving; i++) {
                places.removeFirst().leave();
            }
            while (places.size() < 3) {
                places.add(guest(admission, ONE));
            }
            assertThat(admission.enter(ONE, true, () -> {})).isEmpty();
        }
    }

    @Test
    void whoShowsTheKeyTwiceIsAdmittedOnce() {
        Admission admission = new Admission(2, 2);
        assertThat(guest(admission, ONE).admitted(new Guest())).isTrue();
        guest(admission, TWO);
    }

    @Test
    void whoShowsTheKeyTooLateHasLeft() {
        Admission admission = new Admission(2, 1);
        Admission.Place late =
                admission.enter(THREE, true, () -> cut.add("late")).orElseThrow();
        Admission.Place one = guest(admission, ONE);
        guest(admission, TWO);
        assertThat(late.admitted(new Guest())).isFalse();
        one.leave();
        guest(admission, THREE);
        assertThat(cut).isEmpty();
    }

    @Test
    void aSmallHeapAdmitsFewer() {
        assertThat(Admission.totalFor(128L << 20)).isEqualTo(256);
        assertThat(Admission.totalFor(16L << 20)).isEqualTo(64);
        assertThat(Admission.totalFor(16L << 30)).isEqualTo(Admission.DEFAULT_TOTAL);
    }

    @ParameterizedTest
    @CsvSource({"80, 20", "8, 16"})
    void ofThoseFromWhereGuestsCameAQuarterMayShowTheKeyAtOnce(int total, int most) {
        Admission admission = new Admission(total, total * 4);
        for (int i = 0; i <= most; i++) {
            assertThat(cut).isEmpty();
            String name = "number " + i;
            assertThat(admission.enter(ONE, true, () -> cut.add(name))).isPresent();
        }
        assertThat(cut).containsExactly("number 0");
    }

    @Test
    void aStrangerCutsNoHandshakeOfOneFromWhereAGuestCame() {
        Admission admission = new Admission(4, 4);
        for (int i = 0; i < 3; i++) {
            assertThat(admission.enter(ONE, true, () -> cut.add("known"))).isPresent();
        }
        stranger(admission, TWO, "first");
        stranger(admission, TWO, "second");
        stranger(admission, THREE, "third");
        assertThat(cut).containsExactly("first");
    }

    @Test
    void theLongestIdleGoesWhicheverCameFirst() {
        Admission admission = new Admission(3, 3);
        Guest longest = Guest.idleSince(3);
        Guest other = Guest.idleSince(5);
        assertThat(comesIn(admission, ONE, longest)).isTrue();
        assertThat(comesIn(admission, ONE, other)).isTrue();
        assertThat(comesIn(admission, ONE, Guest.idleSince(9))).isTrue();
        assertThat(comesIn(admission, TWO, new Guest())).isTrue();
        assertThat(longest.madeRoom).isTrue();
        assertThat(other.madeRoom).isFalse();
    }

    @Test
    void whereItIsFullTheLongestIdleOfTheSourceThatHasMostMakesRoom() {
        Admission admission = new Admission(4, 4);
        Guest busy = new Guest();
        Guest first = Guest.idleSince(Long.MAX_VALUE);
        Guest second = Guest.idleSince(Long.MIN_VALUE + 10);
        Guest other = Guest.idleSince(0);
        assertThat(comesIn(admission, ONE, busy)).isTrue();
        assertThat(comesIn(admission, ONE, second)).isTrue();
        assertThat(comesIn(admission, ONE, first)).isTrue();
        assertThat(comesIn(admission, TWO, other)).isTrue();
        assertThat(comesIn(admission, THREE, new Guest())).isTrue();
        assertThat(first.madeRoom).isTrue();
        assertThat(List.of(busy, second, other)).noneMatch(each -> each.madeRoom);
    }

    @Test
    void whereAllAreBusyTheOneThatMovedLeastMakesRoom() {
        Admission admission = new Admission(3, 3);
        Guest slow = Guest.moving(1);
        Guest fast = Guest.moving(1000);
        assertThat(comesIn(admission, ONE, fast)).isTrue();
        assertThat(comesIn(admission, ONE, slow)).isTrue();
        assertThat(comesIn(admission, ONE, Guest.moving(500))).isTrue();
        assertThat(comesIn(admission, TWO, new Guest())).isTrue();
        assertThat(slow.madeRoom).isTrue();
        assertThat(fast.madeRoom).isFalse();
    }

    @Test
    void aSourceThatHasAsManyAsOthersPaysForItselfWithWhatIsIdleOnly() {
        Admission admission = new Admission(4, 4);
        Guest idle = Guest.idleSince(1);
        List<Guest> others = List.of(new Guest(), Guest.idleSince(0));
        assertThat(comesIn(admission, ONE, idle)).isTrue();
        assertThat(comesIn(admission, ONE, new Guest())).isTrue();
        others.forEach(each -> assertThat(comesIn(admission, TWO, each)).isTrue());
        assertThat(comesIn(admission, ONE, new Guest())).isTrue();
        assertThat(idle.madeRoom).isTrue();
        assertThat(comesIn(admission, ONE, new Guest())).isFalse();
        assertThat(others).noneMatch(each -> each.madeRoom);
    }

    @Test
    void whoTakesAllPlacesFromFourAddressesKeepsNoNewcomerOutNorItsSecondConnection() {
        Admission admission = new Admission(512, 128);
        for (int i = 0; i < 512; i++) {
            comesIn(admission, source(i % 4), Guest.idleSince(i));
        }
        for (int i = 4; i < 24; i++) {
            Source newcomer = source(i);
            Optional<Admission.Place> place = stranger(admission, newcomer, "");
            assertThat(place).isPresent();
            assertThat(place.get().admitted(new Guest())).isTrue();
            assertThat(comesIn(admission, newcomer, new Guest())).isTrue();
        }
    }

    @Test
    void whoHasNotShownTheKeyCostsNoGuestAPlace() {
        Admission admission = new Admission(8, 8);
        List<Guest> inside = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            inside.add(Guest.idleSince(i));
            assertThat(comesIn(admission, ONE, inside.getLast())).isTrue();
        }
        for (int i = 0; i < 100; i++) {
            stranger(admission, source(i), "silent");
        }
        assertThat(inside).noneMatch(each -> each.madeRoom);
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
    }

    @Test
    void whoCameForTheFirstTimeLeavesPlacesForThoseWhoWereHere() {
        Admission admission = new Admission(512, 128);
        int came = 0;
        for (int i = 0; i < 1000; i++) {
            Optional<Admission.Place> place = stranger(admission, source(i), "");
            place.ifPresent(each -> each.admitted(new Guest()));
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
        assertThat(silent.admitted(new Guest())).isFalse();
        silent.leave();
        guest(admission, THREE);
        stranger(admission, ONE, "last");
        assertThat(cut).containsExactly("silent", "next");
    }
}
