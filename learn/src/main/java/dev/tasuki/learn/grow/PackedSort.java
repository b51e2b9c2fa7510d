package dev.tasuki.learn.grow;

/**
 * {@link IntroSort} on packed values and rows: leaves equal values in the order in which scikit-learn leaves them.
 *
 * <p>Where values differ there is only one order, and it is known from the presorted list. So only the parts with equal
 * values are sorted in scikit-learn's steps; the others are copied. Each step is made without a branch: on which side of
 * the pivot a value lies is a toss of a coin, which a processor cannot predict.
 */
final class PackedSort {
    private PackedSort() {}

    /**
     * Sorts a range by value alone; rows only travel along.
     *
     * @param packed the range in any order; sorted afterwards
     * @param list the same values and rows, sorted, equal values in any order
     */
    static void sort(long[] packed, long[] list, int from, int to) {
        int count = to - from;
        if (count > 1) {
            sort(packed, list, from, count, 2 * (31 - Integer.numberOfLeadingZeros(count)));
        }
    }

    private static void sort(long[] packed, long[] list, int from, int count, int depth) {
        int start = from;
        int n = count;
        int left = depth;
        while (n > 1) {
            if (!hasEqualValues(list, start, start + n)) {
                System.arraycopy(list, start, packed, start, n);
                return;
            }
            if (left <= 0) {
                heapSort(packed, start, n);
                return;
            }
            left--;
            int pivot = medianOfThree(packed, start, n);
            int less = start;
            int i = start;
            int greater = start + n;
            // The value whose turn it is. Both that may be next are read before it is known which of them it is.
            long value = packed[i];
            while (i < greater - 1) {
                long next = packed[i + 1];
                long last = packed[greater - 1];
                long apart = (long) Packed.key(value) - pivot;
                long isLess = apart >> 63;
                long isGreater = -apart >> 63;
                int place = i + ((less - i) & (int) isLess) + ((greater - 1 - i) & (int) isGreater);
                packed[i] = packed[less];
                packed[place] = value;
                value = next ^ ((next ^ last) & isGreater);
                less -= (int) isLess;
                greater += (int) isGreater;
                i += 1 + (int) isGreater;
            }
            int key = Packed.key(value);
            packed[i] = key < pivot ? packed[less] : value;
            if (key < pivot) {
                packed[less++] = value;
            } else if (key > pivot) {
                greater--;
            }
            sort(packed, list, start, less - start, left);
            n -= greater - start;
            start = greater;
        }
    }

    /** Whether a range of a sorted list has equal values, which are neighbours then. */
    static boolean hasEqualValues(long[] list, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (Packed.key(list[i]) == Packed.key(list[i - 1])) {
                return true;
            }
        }
        return false;
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
