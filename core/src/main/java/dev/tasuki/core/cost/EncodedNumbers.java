package dev.tasuki.core.cost;

import dev.tasuki.core.data.ColumnView;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Takes;
import java.util.List;

/** How many numbers a learner gets of each row, from above, before the rows are read. */
final class EncodedNumbers {
    /** Parts of a date, and where it is missing. */
    private static final long OF_DATE = 8;
    /** A number, and where it is missing. */
    private static final long WITH_INDICATOR = 2;

    private EncodedNumbers() {}

    /** Of a dataset of which nothing is known. */
    static long most(TrainRequest request) {
        Preparation wanted = request.preparation();
        long features = request.features().size();
        if (wanted.complete()) {
            return features;
        }
        boolean learner = request.findsBest() || asksForOneHot(request);
        boolean oneHot = request.features().stream().anyMatch(name -> oneHot(request, name, learner));
        return oneHot ? Limits.ENCODED_NUMBERS.value() : Math.min(Limits.ENCODED_NUMBERS.value(), features * OF_DATE);
    }

    /** Of a dataset that is described, for the algorithm that the request names. */
    static long of(TrainRequest request, DatasetDescription dataset) {
        return of(request, dataset, asksForOneHot(request));
    }

    /** The same for an algorithm that gets a number for each category, or does not. */
    static long of(TrainRequest request, DatasetDescription dataset, boolean learnerOneHot) {
        Preparation wanted = request.preparation();
        if (wanted.complete()) {
            return request.features().size();
        }
        long numbers = 0;
        for (String feature : request.features()) {
            Integer place = dataset.places().get(feature);
            if (place != null) {
                numbers += of(dataset.columns().get(place), place, new Wanted(request, learnerOneHot), dataset);
            }
        }
        // Columns that are not described are as many as they are.
        return Math.max(numbers, request.features().size());
    }

    private record Wanted(TrainRequest request, boolean oneHot) {}

    private static long of(ColumnView column, int place, Wanted by, DatasetDescription dataset) {
        Preparation wanted = by.request().preparation();
        boolean text = column.type().equals("text");
        boolean named = wanted.named(column.name()).asks();
        if (text && !named && date(dataset.firstRows(), place)) {
            return OF_DATE;
        }
        boolean oneHot = oneHot(by.request(), column.name(), by.oneHot());
        if (oneHot && (text || named)) {
            long most = named ? Limits.CATEGORIES.value() : Preparation.MOST_CATEGORIES;
            return 1 + Math.min(most, column.distinct());
        }
        return column.missing() > 0 ? WITH_INDICATOR : 1;
    }

    /** Whether a column of text becomes a number for each of its categories. */
    private static boolean oneHot(TrainRequest request, String column, boolean learner) {
        return switch (request.preparation().of(column).categories()) {
            case ONE_HOT -> true;
            case AUTO -> learner;
            case ORDINAL, NATIVE, ERROR -> false;
        };
    }

    private static boolean asksForOneHot(TrainRequest request) {
        Learner<?> asked = request.algorithm();
        return asked != null && asked.takes().contains(Takes.ONE_HOT);
    }

    static boolean date(List<List<String>> rows, int place) {
        return rows.stream()
                .filter(row -> place < row.size())
                .map(row -> row.get(place))
                .anyMatch(cell -> DateFeature.reads(cell));
    }
}
