package dev.gemmatune.eval.significance;

/**
 * On how many items a second model is better than a first.
 *
 * @param items what they are, in the plural: {@code queries}
 * @param wins items on which the second model is better
 * @param losses items on which the first is better
 * @param ties items on which both are the same
 */
public record Tally(String items, int wins, int losses, int ties) {

    /** Counts the signs of differences. */
    static Tally of(String items, double[] differences) {
        int wins = 0;
        int losses = 0;
        for (double difference : differences) {
            wins += difference > 0 ? 1 : 0;
            losses += difference < 0 ? 1 : 0;
        }
        return new Tally(items, wins, losses, differences.length - wins - losses);
    }

    /** The number of items. */
    public int total() {
        return wins + losses + ties;
    }
}
