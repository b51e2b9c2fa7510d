package dev.tasuki.learn.grow;

/**
 * Sorts values and row numbers together, in exactly the order in which scikit-learn's introsort
 * leaves equal values: that order decides in which order targets are added, hence the last bits of
 * their sums.
 *
 * <p>Quicksort with a median of three and three-way partition, heapsort when it degenerates
 * (Musser, "Introspective Sorting and Selection Algorithms", 1997).
 */
final class IntroSort {
    private IntroSort() {}

    static void sort(float[] values, int[] rows, int from, int count) {
        if (count > 1) {
            sort(values, rows, from, count, 2 * (31 - Integer.numberOfLeadingZeros(count)));
        }
    }

    private static void sort(float[] values, int[] rows, int from, int count, int depth) {
        int start = from;
        int n = count;
        int left = depth;
        while (n > 1) {
            if (left <= 0) {
                heapSort(values, rows, start, n);
                return;
            }
            left--;
            float pivot = medianOfThree(values, start, n);
            int less = 0;
            int i = 0;
            int greater = n;
            while (i < greater) {
                float value = values[start + i];
                if (value < pivot) {
                    swap(values, rows, start + i, start + less);
                    i++;
                    less++;
                } else if (value > pivot) {
                    greater--;
                    swap(values, rows, start + i, start + greater);
                } else {
                    i++;
                }
            }
            sort(values, rows, start, less, left);
            start += greater;
            n -= greater;
        }
    }

    private static float medianOfThree(float[] values, int from, int n) {
        float a = values[from];
        float b = values[from + n / 2];
        float c = values[from + n - 1];
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private static void heapSort(float[] values, int[] rows, int from, int n) {
        for (int root = (n - 2) / 2; root >= 0; root--) {
            sift(values, rows, from, root, n);
        }
        for (int end = n - 1; end > 0; end--) {
            swap(values, rows, from, from + end);
            sift(values, rows, from, 0, end);
        }
    }

    private static void sift(float[] values, int[] rows, int from, int start, int end) {
        int root = start;
        while (true) {
            int child = 2 * root + 1;
            int largest = root;
            if (child < end && values[from + largest] < values[from + child]) {
                largest = child;
            }
            if (child + 1 < end && values[from + largest] < values[from + child + 1]) {
                largest = child + 1;
            }
            if (largest == root) {
                return;
            }
            swap(values, rows, from + root, from + largest);
            root = largest;
        }
    }

    private static void swap(float[] values, int[] rows, int i, int j) {
        float value = values[i];
        values[i] = values[j];
        values[j] = value;
        int row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }
}
