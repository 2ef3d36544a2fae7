package quayside.server.chaos;

import java.util.Comparator;

/**
 * One direction of one connection.
 *
 * @param connection its number at the proxy, from 0 in the order of arrival
 */
record Leg(int connection, Way way) implements Comparable<Leg> {
    enum Way {
        TO_SERVER,
        TO_CLIENT;

        Way opposite() {
            return this == TO_SERVER ? TO_CLIENT : TO_SERVER;
        }
    }

    @Override
    public int compareTo(Leg other) {
        return Comparator.comparingInt(Leg::connection).thenComparing(Leg::way).compare(this, other);
    }

    @Override
    public String toString() {
        return "connection " + connection + ' ' + way;
    }
}
