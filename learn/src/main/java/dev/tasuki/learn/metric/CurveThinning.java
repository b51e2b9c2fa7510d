package dev.tasuki.learn.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Takes points of a curve so that their distances along it are about equal: its first, its last, and between them
 * those that come next after equal parts of the way. Steps are measured as changes of x and y together.
 *
 * @param points of the whole curve
 * @param x of a point by its number
 * @param y of a point by its number
 */
record CurveThinning(int points, IntToDoubleFunction x, IntToDoubleFunction y) {
    List<RankedScores.Point> points(int most, IntToDoubleFunction threshold) {
        if (most < 2) {
            throw new IllegalArgumentException("most is " + most + "; at least 2 points are needed");
        }
        List<RankedScores.Point> taken = new ArrayList<>();
        boolean all = points <= most;
        double part = all ? 0 : length() / (most - 1);
        double way = 0;
        double due = 0;
        for (int i = 0; i < points; i++) {
            way += i == 0 ? 0 : step(i);
            boolean next = way >= due && taken.size() < most - 1;
            if (all || next || i == points - 1) {
                taken.add(new RankedScores.Point(x.applyAsDouble(i), y.applyAsDouble(i), threshold.applyAsDouble(i)));
                due = all ? 0 : (Math.floor(way / part) + 1) * part;
            }
        }
        return List.copyOf(taken);
    }

    private double length() {
        double length = 0;
        for (int i = 1; i < points; i++) {
            length += step(i);
        }
        return length;
    }

    private double step(int i) {
        return Math.abs(x.applyAsDouble(i) - x.applyAsDouble(i - 1))
                + Math.abs(y.applyAsDouble(i) - y.applyAsDouble(i - 1));
    }
}
