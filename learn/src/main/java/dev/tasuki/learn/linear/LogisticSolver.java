package dev.tasuki.learn.linear;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.InvalidValueException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the optimum of a logistic regression: by Newton's method where the second derivatives fit into memory, else by
 * L-BFGS. Both halve a step while it makes things worse.
 *
 * <p>Methods: Nocedal and Wright, "Numerical optimization", 2nd edition, algorithms 3.2, 7.4 and 7.5.
 */
final class LogisticSolver {
    /** Unknowns up to which Newton's method serves. */
    static final int MOST_BY_NEWTON = 2_000;

    private static final int NEWTON_STEPS = 100;
    private static final int OTHER_STEPS = 5_000;
    private static final int REMEMBERED = 10;
    private static final int HALVINGS = 60;
    private static final double STILL = 1e-13;
    private static final double FLAT = 1e-8;
    /** Of what the slope promises, so much must come true. */
    private static final double ENOUGH = 1e-4;

    /** Differences this small beside a value are its rounding errors: near the optimum they hide what a step gains. */
    private static final double NOISE = 0x1p-50;

    private final LogisticObjective objective;
    private final CancelCheck patience;

    LogisticSolver(LogisticObjective objective, CancelCheck patience) {
        this.objective = objective;
        this.patience = patience;
    }

    double[] solve() {
        return objective.unknowns() <= MOST_BY_NEWTON ? byNewton() : byLbfgs();
    }

    double[] byNewton() {
        double[] theta = new double[objective.unknowns()];
        double value = objective.value(theta);
        for (int i = 0; i < NEWTON_STEPS; i++) {
            double[] gradient = objective.gradient(theta);
            double[] step = Cholesky.of(objective.hessian(theta), patience)
                    .orElseThrow(LogisticSolver::noOptimum)
                    .solve(negated(gradient));
            Step taken = descend(theta, value, gradient, step);
            if (taken == null) {
                return theta;
            }
            double moved = 0;
            for (int j = 0; j < theta.length; j++) {
                moved = Math.max(moved, Math.abs(taken.theta[j] - theta[j]) / (1 + Math.abs(taken.theta[j])));
            }
            theta = taken.theta;
            value = taken.value;
            if (moved < STILL) {
                return theta;
            }
        }
        return theta;
    }

    double[] byLbfgs() {
        double[] theta = new double[objective.unknowns()];
        double value = objective.value(theta);
        double[] gradient = objective.gradient(theta);
        Deque<Pair> pairs = new ArrayDeque<>();
        for (int i = 0; i < OTHER_STEPS && largest(gradient) > FLAT; i++) {
            double[] step = direction(gradient, pairs);
            if (pairs.isEmpty()) {
                scale(step, 1 / Math.max(1, largest(gradient)));
            }
            Step taken = descend(theta, value, gradient, step);
            if (taken == null) {
                if (pairs.isEmpty()) {
                    return theta;
                }
                pairs.clear();
                continue;
            }
            double[] next = objective.gradient(taken.theta);
            remember(pairs, difference(taken.theta, theta), difference(next, gradient));
            theta = taken.theta;
            value = taken.value;
            gradient = next;
        }
        return theta;
    }

    private record Step(double[] theta, double value) {}

    private record Pair(double[] moved, double[] turned, double product) {}

    /** A step along a direction that makes things better; null when none does. */
    private @Nullable Step descend(double[] theta, double value, double[] gradient, double[] direction) {
        double slope = product(gradient, direction);
        double length = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double[] tried = new double[theta.length];
            for (int j = 0; j < tried.length; j++) {
                tried[j] = theta[j] + length * direction[j];
            }
            double reached = objective.value(tried);
            if (reached <= value + ENOUGH * length * slope + NOISE * Math.abs(value)) {
                return new Step(tried, reached);
            }
            length /= 2;
        }
        return null;
    }

    private static double[] direction(double[] gradient, Deque<Pair> pairs) {
        double[] direction = negated(gradient);
        double[] shares = new double[pairs.size()];
        int at = shares.length;
        for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
            Pair pair = newest.next();
            at--;
            shares[at] = product(pair.moved, direction) / pair.product;
            add(direction, -shares[at], pair.turned);
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getLast();
            scale(direction, last.product / product(last.turned, last.turned));
        }
        for (Pair pair : pairs) {
            add(direction, shares[at] - product(pair.turned, direction) / pair.product, pair.moved);
            at++;
        }
        return direction;
    }

    private static void remember(Deque<Pair> pairs, double[] moved, double[] turned) {
        double product = product(moved, turned);
        if (product > 0) {
            pairs.addLast(new Pair(moved, turned, product));
            if (pairs.size() > REMEMBERED) {
                pairs.removeFirst();
            }
        }
    }

    private static InvalidValueException noOptimum() {
        return InvalidValueException.because(
                "the classes can be told apart without an error, or features depend on each"
                        + " other, so that without a penalty there is no one best model; use penalty \"l2\"");
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double times, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * what[i];
        }
    }

    private static void scale(double[] values, double by) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= by;
        }
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, -1, b);
        return difference;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }
}
