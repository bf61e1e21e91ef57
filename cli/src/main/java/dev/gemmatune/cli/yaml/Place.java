package dev.gemmatune.cli.yaml;

/**
 * Where a value was written.
 *
 * @param source the file, or the option that set the value
 * @param line the line in a file, from 1; 0 where there are no lines
 */
public record Place(String source, int line) implements Comparable<Place> {

    /** Files first, by line. */
    @Override
    public int compareTo(Place other) {
        if ((line == 0) != (other.line == 0)) {
            return line == 0 ? 1 : -1;
        }
        return Integer.compare(line, other.line);
    }

    /** {@code line 12}, or the option. */
    @Override
    public String toString() {
        return line == 0 ? source : "line " + line;
    }
}
