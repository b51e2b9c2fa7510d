package dev.tasuki.learn.linear;

import dev.tasuki.learn.CancelCheck;

/**
 * What a logistic regression makes small: the negative log likelihood, and half the squares of the coefficients divided
 * by C. Unknowns are the weights of one sum after the other, the intercept being the last of each. With three and more
 * classes the sums could all be moved by the same without any effect; the square of their total is made small as well,
 * which leaves the optimum where it is and makes it the only one.
 *
 * <p>Not thread-safe.
 */
final class LogisticObjective {
    private final double[][] rows;
    private final int[] classes;
    private final double[] rowWeights;
    private final int sums;
    private final int perSum;
    private final double penalty;
    private final int penalised;
    private final CancelCheck patience;
    private final double[] z;

    /**
     * What is fitted.
     *
     * @param rows {@code [row][feature]}, with a last feature of 1 where there is an intercept
     * @param classes each row's
     * @param weights each row's
     * @param count number of classes, at least 2
     */
    record Data(double[][] rows, int[] classes, double[] weights, int count) {}

    LogisticObjective(Data data, LogisticParameters parameters, CancelCheck patience) {
        this.rows = data.rows;
        this.classes = data.classes;
        this.rowWeights = data.weights;
        this.sums = data.count == 2 ? 1 : data.count;
        this.perSum = rows[0].length;
        this.penalty = parameters.penalised() ? 1 / parameters.c() : 0;
        this.penalised = perSum - (parameters.fitIntercept() ? 1 : 0);
        this.patience = patience;
        this.z = new double[sums];
    }

    int unknowns() {
        return sums * perSum;
    }

    int sums() {
        return sums;
    }

    double value(double[] theta) {
        double value = 0;
        for (int row = 0; row < rows.length; row++) {
            value += rowWeights[row] * loss(row, theta);
        }
        double squares = 0;
        for (int k = 0; k < sums; k++) {
            for (int f = 0; f < penalised; f++) {
                double weight = theta[k * perSum + f];
                squares += weight * weight;
            }
        }
        double totals = 0;
        for (int f = 0; f < perSum; f++) {
            double total = total(theta, f);
            totals += total * total;
        }
        return value + penalty * squares / 2 + totals / 2;
    }

    /** The total of a feature's weights, of three and more sums; else 0. */
    private double total(double[] theta, int feature) {
        double total = 0;
        for (int k = 0; sums > 1 && k < sums; k++) {
            total += theta[k * perSum + feature];
        }
        return total;
    }

    private void sumsOf(int row, double[] theta) {
        patience.spend((long) sums * perSum);
        double[] x = rows[row];
        for (int k = 0; k < sums; k++) {
            double sum = 0;
            for (int f = 0; f < perSum; f++) {
                sum += theta[k * perSum + f] * x[f];
            }
            z[k] = sum;
        }
    }

    private double loss(int row, double[] theta) {
        sumsOf(row, theta);
        if (sums == 1) {
            double against = classes[row] == 1 ? -z[0] : z[0];
            return against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
        }
        double most = z[0];
        for (double sum : z) {
            most = Math.max(most, sum);
        }
        double all = 0;
        for (double sum : z) {
            all += Math.exp(sum - most);
        }
        return most + Math.log(all) - z[classes[row]];
    }

    /** Each class's share, of one sum that of the second class. */
    private double[] shares(int row, double[] theta) {
        sumsOf(row, theta);
        double[] shares = LogisticClassifier.probabilities(z);
        return sums == 1 ? new double[] {shares[1]} : shares;
    }

    double[] gradient(double[] theta) {
        double[] gradient = new double[unknowns()];
        for (int row = 0; row < rows.length; row++) {
            double[] shares = shares(row, theta);
            double[] x = rows[row];
            for (int k = 0; k < sums; k++) {
                boolean own = sums == 1 ? classes[row] == 1 : classes[row] == k;
                double excess = rowWeights[row] * (shares[k] - (own ? 1 : 0));
                for (int f = 0; f < perSum; f++) {
                    gradient[k * perSum + f] += excess * x[f];
                }
            }
        }
        for (int k = 0; k < sums; k++) {
            for (int f = 0; f < perSum; f++) {
                gradient[k * perSum + f] += (f < penalised ? penalty * theta[k * perSum + f] : 0) + total(theta, f);
            }
        }
        return gradient;
    }

    /** The lower triangle of the second derivatives. */
    double[][] hessian(double[] theta) {
        double[][] hessian = new double[unknowns()][];
        for (int i = 0; i < hessian.length; i++) {
            hessian[i] = new double[i + 1];
        }
        for (int row = 0; row < rows.length; row++) {
            double[] shares = shares(row, theta);
            for (int k = 0; k < sums; k++) {
                for (int l = 0; l <= k; l++) {
                    double curve = rowWeights[row] * shares[k] * ((k == l ? 1 : 0) - shares[l]);
                    patience.spend((long) perSum * perSum / 2);
                    addProducts(hessian, k, l, curve, rows[row]);
                }
            }
        }
        for (int k = 0; k < sums; k++) {
            for (int f = 0; f < perSum; f++) {
                int i = k * perSum + f;
                hessian[i][i] += f < penalised ? penalty : 0;
                for (int l = 0; sums > 1 && l <= k; l++) {
                    hessian[i][l * perSum + f] += 1;
                }
            }
        }
        return hessian;
    }

    private void addProducts(double[][] hessian, int k, int l, double curve, double[] x) {
        for (int f = 0; f < perSum; f++) {
            double scaled = curve * x[f];
            if (scaled == 0) {
                continue;
            }
            double[] line = hessian[k * perSum + f];
            int from = l * perSum;
            int end = k == l ? f + 1 : perSum;
            for (int g = 0; g < end; g++) {
                line[from + g] += scaled * x[g];
            }
        }
    }
}
