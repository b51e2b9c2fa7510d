package dev.tasuki.learn.formula;

/** A tree of one leaf. */
record ConstantTree(double[] leaf) implements SumTree {
    ConstantTree {
        leaf = leaf.clone();
    }

    @Override
    public int nodes() {
        return 1;
    }

    @Override
    public boolean isLeaf(int node) {
        return true;
    }

    @Override
    public int left(int node) {
        throw new IllegalStateException("a leaf has no children");
    }

    @Override
    public int right(int node) {
        throw new IllegalStateException("a leaf has no children");
    }

    @Override
    public int feature(int node) {
        return 0;
    }

    @Override
    public double threshold(int node) {
        return 0;
    }

    @Override
    public boolean missingLeft(int node) {
        return false;
    }

    @Override
    public boolean byCategories(int node) {
        return false;
    }

    @Override
    public boolean goesLeft(int node, double code) {
        throw new IllegalStateException("a leaf does not split");
    }

    @Override
    public int rows(int node) {
        return 0;
    }

    @Override
    public int values() {
        return leaf.length;
    }

    @Override
    public void values(int node, double[] into) {
        System.arraycopy(leaf, 0, into, 0, leaf.length);
    }
}
