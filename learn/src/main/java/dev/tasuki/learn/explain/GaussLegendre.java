package dev.tasuki.learn.explain;

/**
 * Integrates polynomials from 0 to 1 exactly, but for rounding: those of a degree below twice the number of points.
 *
 * @param points where the polynomial is taken, each above 0 and below 1
 * @param weights of its values there; they are positive and sum to 1
 */
record GaussLegendre(double[] points, double[] weights) {
    private static final int MOST_ROUNDS = 100;
    private static final double NEAR = 1e-15;

    /** A rule of so many points, at least 1; takes time with the square of their number. */
    static GaussLegendre of(int count) {
        double[] points = new double[count];
        double[] weights = new double[count];
        for (int i = 0; i < (count + 1) / 2; i++) {
            double x = StrictMath.cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = slope(count, x);
            for (int round = 0; round < MOST_ROUNDS; round++) {
                double step = legendre(count, x) / slope;
                x -= step;
                slope = slope(count, x);
                if (Math.abs(step) <= NEAR) {
                    break;
                }
            }
            double weight = 1 / ((1 - x * x) * slope * slope);
            points[i] = (1 - x) / 2;
            points[count - 1 - i] = (1 + x) / 2;
            weights[i] = weight;
            weights[count - 1 - i] = weight;
        }
        return new GaussLegendre(points, weights);
    }

    /** Legendre's polynomial of this degree. */
    private static double legendre(int degree, double x) {
        if (degree == 0) {
            return 1;
        }
        double before = 1;
        double value = x;
        for (int n = 2; n <= degree; n++) {
            double next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
            before = value;
            value = next;
        }
        return value;
    }

    /** The derivative of the same, by the two polynomials before it. */
    private static double slope(int degree, double x) {
        return degree * (legendre(degree - 1, x) - x * legendre(degree, x)) / (1 - x * x);
    }
}
