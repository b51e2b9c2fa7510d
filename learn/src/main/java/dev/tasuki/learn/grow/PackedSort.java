package dev.tasuki.learn.grow;

/**
 * {@link IntroSort} on packed values and rows: moves the same elements in the same order, so that
 * equal values end up in the order in which scikit-learn leaves them.
 */
final class PackedSort {
    private PackedSort() {}

    /** Sorts a range by value alone; rows only travel along. */
    static void sort(long[] packed, int from, int to) {
        int count = to - from;
        if (count > 1) {
            sort(packed, from, count, 2 * (31 - Integer.numberOfLeadingZeros(count)));
        }
    }

    private static void sort(long[] packed, int from, int count, int depth) {
        int start = from;
        int n = count;
        int left = depth;
        while (n > 1) {
            if (left <= 0) {
                heapSort(packed, start, n);
                return;
            }
            left--;
            int pivot = medianOfThree(packed, start, n);
            int less = start;
            int i = start;
            int greater = start + n;
            while (i < greater) {
                long value = packed[i];
                int key = Packed.key(value);
                if (key < pivot) {
                    packed[i++] = packed[less];
                    packed[less++] = value;
                } else if (key > pivot) {
                    packed[i] = packed[--greater];
                    packed[greater] = value;
                } else {
                    i++;
                }
            }
            sort(packed, start, less - start, left);
            n -= greater - start;
            start = greater;
        }
    }

    private static int medianOfThree(long[] packed, int from, int n) {
        int a = Packed.key(packed[from]);
        int b = Packed.key(packed[from + n / 2]);
        int c = Packed.key(packed[from + n - 1]);
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private static void heapSort(long[] packed, int from, int n) {
        for (int root = (n - 2) / 2; root >= 0; root--) {
            sift(packed, from, root, n);
        }
        for (int end = n - 1; end > 0; end--) {
            swap(packed, from, from + end);
            sift(packed, from, 0, end);
        }
    }

    private static void sift(long[] packed, int from, int start, int end) {
        int root = start;
        while (true) {
            int child = 2 * root + 1;
            int largest = root;
            if (child < end && Packed.key(packed[from + largest]) < Packed.key(packed[from + child])) {
                largest = child;
            }
            if (child + 1 < end && Packed.key(packed[from + largest]) < Packed.key(packed[from + child + 1])) {
                largest = child + 1;
            }
            if (largest == root) {
                return;
            }
            swap(packed, from + root, from + largest);
            root = largest;
        }
    }

    private static void swap(long[] packed, int i, int j) {
        long value = packed[i];
        packed[i] = packed[j];
        packed[j] = value;
    }
}
