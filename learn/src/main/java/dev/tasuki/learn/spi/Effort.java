package dev.tasuki.learn.spi;

/**
 * What a fit would take, estimated from above for memory before any of it is taken.
 *
 * @param besideRows bytes beside the rows as 32-bit floats, while it fits
 * @param underGrowth bytes of what is not finished yet, and of votes
 * @param nodesPerTree most nodes of one tree
 * @param bytesPerNode bytes of one node
 * @param trees number of trees
 * @param seconds of fitting, roughly, on a small machine
 * @param words what is grown, for people: {@code 100 trees of depth up to 3}
 * @param ways how it would become smaller
 */
public record Effort(
        double besideRows,
        double underGrowth,
        long nodesPerTree,
        long bytesPerNode,
        int trees,
        double seconds,
        String words,
        Ways ways) {
    /**
     * Names of the parameters by which a fit becomes smaller; empty: there is none.
     *
     * @param trees sets the number of trees
     * @param depth limits their depth
     */
    public record Ways(String trees, String depth) {}

    /** The same, which becomes smaller in other ways. */
    public Effort by(Ways other) {
        return new Effort(besideRows, underGrowth, nodesPerTree, bytesPerNode, trees, seconds, words, other);
    }
}
