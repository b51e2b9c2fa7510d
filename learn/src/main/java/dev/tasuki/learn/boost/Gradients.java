package dev.tasuki.learn.boost;

/** First and second derivatives of the loss of each row, for one tree. */
final class Gradients {
    final float[] gradient;
    /** Empty when all are 1. */
    final float[] hessian;

    Gradients(int rows, boolean constantHessian) {
        this.gradient = new float[rows];
        this.hessian = new float[constantHessian ? 0 : rows];
    }

    boolean constantHessian() {
        return hessian.length == 0;
    }
}
