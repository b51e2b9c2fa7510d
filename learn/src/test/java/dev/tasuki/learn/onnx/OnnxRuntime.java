package dev.tasuki.learn.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.model.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs ONNX files with Microsoft's onnxruntime. */
final class OnnxRuntime {
    private OnnxRuntime() {}

    static byte[] bytes(OnnxFile file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.write(out);
        return out.toByteArray();
    }

    /** What a file answers to rows: each output's array, as {@code double[][]}, {@code String[]} and the like. */
    static Map<String, Object> run(byte[] file, Encoder encoder, List<List<Object>> rows) throws OrtException {
        OrtEnvironment runtime = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = runtime.createSession(file, options)) {
            int column = 0;
            for (Feature feature : encoder.features()) {
                if (!(feature instanceof Feature.LeftOut)) {
                    inputs.put(feature.name(), column(runtime, EncoderGraph.type(feature), rows, column++));
                }
            }
            try (OrtSession.Result result = session.run(inputs)) {
                Map<String, Object> answers = new HashMap<>();
                for (Map.Entry<String, OnnxValue> output : result) {
                    answers.put(output.getKey(), output.getValue().getValue());
                }
                return answers;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor column(OrtEnvironment runtime, ElementType type, List<List<Object>> rows, int column)
            throws OrtException {
        if (type == ElementType.STRING) {
            String[] texts = rows.stream()
                    .map(row -> row.get(column) instanceof String text ? text : "")
                    .toArray(String[]::new);
            return OnnxTensor.createTensor(runtime, texts, new long[] {texts.length, 1});
        }
        double[][] numbers = new double[rows.size()][1];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row][0] = (Double) rows.get(row).get(column);
        }
        return OnnxTensor.createTensor(runtime, numbers);
    }

    /** The same as lists, each row's value a {@code Double}, {@code Long}, {@code Boolean}, {@code String} or a list. */
    static Map<String, List<?>> answers(Model model, List<List<Object>> rows) throws IOException, OrtException {
        byte[] file = bytes(OnnxFile.of(model, Long.MAX_VALUE, () -> false));
        Map<String, List<?>> lists = new HashMap<>();
        run(file, model.info().encoder(), rows).forEach((name, values) -> lists.put(name, list(name, values)));
        return lists;
    }

    private static List<?> list(String name, Object values) {
        return switch (values) {
            case String[] texts -> List.of(texts);
            case long[] longs -> Arrays.stream(longs).boxed().toList();
            case double[] doubles -> Arrays.stream(doubles).boxed().toList();
            case boolean[][] flags -> {
                List<Boolean> all = new ArrayList<>();
                for (boolean[] flag : flags) {
                    all.add(flag[0]);
                }
                yield all;
            }
            case double[][] table -> {
                List<Object> all = new ArrayList<>();
                for (double[] row : table) {
                    all.add(
                            name.equals(OutputGraph.PROBABILITIES)
                                    ? Arrays.stream(row).boxed().toList()
                                    : (Object) row[0]);
                }
                yield all;
            }
            default -> throw new AssertionError("output " + name + " is a " + values.getClass());
        };
    }
}
