package dev.tasuki.learn.formula;

import java.util.List;

/** What a fitted model computes of the numbers that an encoder makes of a row: some sums, and what becomes of them. */
public sealed interface Formula {
    /** What becomes of the sums. */
    Link link();

    /**
     * Sums over the leaves into which a row falls.
     *
     * @param terms the trees, in the order in which they are added
     * @param start what each sum begins with
     * @param mean whether the sums are divided by the number of trees
     */
    record Trees(List<Term> terms, double[] start, boolean mean, Link link) implements Formula {
        /** Copies. */
        public Trees {
            terms = List.copyOf(terms);
            start = start.clone();
        }

        /** The same values for every row. */
        public static Trees constant(Link link, double... values) {
            return new Trees(List.of(new Term(new ConstantTree(values), 0)), new double[values.length], false, link);
        }

        /** Whether it gives the same for every row because nothing was fitted that could part them. */
        public boolean constant() {
            return terms.stream().allMatch(term -> term.tree() instanceof ConstantTree);
        }
    }

    /**
     * A tree of a sum.
     *
     * @param tree its leaves have one value or several
     * @param sum the sum to which the first value is added; further values go to the sums behind it
     */
    record Term(SumTree tree, int sum) {}

    /**
     * Sums of weighed numbers.
     *
     * @param coefficients {@code [sum][number]}
     * @param intercepts what each sum begins with
     */
    record Weighed(double[][] coefficients, double[] intercepts, Link link) implements Formula {
        /** Copies. */
        public Weighed {
            coefficients = coefficients.clone();
            intercepts = intercepts.clone();
        }
    }
}
