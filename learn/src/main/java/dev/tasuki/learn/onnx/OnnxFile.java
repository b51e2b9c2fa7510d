package dev.tasuki.learn.onnx;

import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.model.ModelInfo;
import dev.tasuki.learn.spi.Fitted;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * A model as an ONNX file: IR version 8, operators of version 15, those for machine learning of version 3. Each
 * column of the rows is an input, and the encoder is part of the graph. The file's size is known before it is
 * written, and equal models give equal bytes. Immutable; it keeps the model's trees and copies none.
 *
 * <p>Example: {@code OnnxFile.of(model, 1 << 30, () -> false).write(out)}.
 */
public final class OnnxFile {
    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 15;
    private static final int ML_OPERATORS = 3;

    private static final int MODEL_IR_VERSION = 1;
    private static final int MODEL_PRODUCER = 2;
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_OPSET = 8;
    private static final int MODEL_METADATA = 14;

    private final ProtoMessage file;

    private OnnxFile(ProtoMessage file) {
        this.file = file;
    }

    /**
     * The file of a model, which is counted and not yet written.
     *
     * @param maxBytes the largest file that is wanted
     * @param cancelled asked between trees
     * @throws OnnxRefusedException if ONNX cannot say what the model does, or the file would be larger
     * @throws CancellationException when cancelled
     */
    public static OnnxFile of(Model model, long maxBytes, BooleanSupplier cancelled) {
        ModelInfo info = model.info();
        if (!(model.fitted() instanceof Portable portable)) {
            throw OnnxRefusedException.unsaid(
                    "models of " + info.algorithm() + " cannot be written as ONNX: take the model's own file");
        }
        EncoderGraph.require(info.encoder());
        Runnable look = () -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("not wanted any more");
            }
        };
        ProtoMessage file = new ProtoMessage()
                .number(MODEL_IR_VERSION, IR_VERSION)
                .text(MODEL_PRODUCER, "tasuki")
                .message(MODEL_OPSET, opset("", OPERATORS))
                .message(MODEL_OPSET, opset(OnnxGraph.ML, ML_OPERATORS))
                .message(MODEL_GRAPH, graph(model, portable.formula(), look));
        metadata(file, "algorithm", info.algorithm());
        if (!info.target().isEmpty()) {
            metadata(file, "target", info.target());
        }
        for (Map.Entry<String, String> property : info.properties().entrySet()) {
            if (!property.getKey().equals(ModelInfo.RESIDUALS)) {
                metadata(file, property.getKey(), property.getValue());
            }
        }
        metadata(file, "examples", Examples.of(model, cancelled).json());
        if (file.size() > maxBytes) {
            throw OnnxRefusedException.tooLarge(file.size(), maxBytes);
        }
        return new OnnxFile(file);
    }

    private static ProtoMessage opset(String domain, int version) {
        return new ProtoMessage().text(1, domain).number(2, version);
    }

    private static void metadata(ProtoMessage file, String key, String value) {
        file.message(MODEL_METADATA, new ProtoMessage().text(1, "tasuki." + key).text(2, value));
    }

    private static ProtoMessage graph(Model model, Formula formula, Runnable look) {
        OnnxGraph graph = new OnnxGraph(model.info().algorithm());
        EncoderGraph.Encoded encoded = EncoderGraph.of(model.info().encoder(), graph);
        String sums = switch (formula) {
            case Formula.Trees trees -> TreeGraph.of(trees, encoded, graph, look);
            case Formula.Weighed weighed -> weighed(weighed, encoded, graph);
        };
        OutputGraph outputs = new OutputGraph(graph);
        // Columns of splits may stand behind them by now: they are never NaN.
        String checked = outputs.refusing(
                sums, encoded.blocks().joined(graph), encoded.blocks().width(), encoded.refusing());
        switch (formula.link()) {
            case Link.Anomaly anomaly -> outputs.anomalies(checked, anomaly);
            case Link.Plain plain -> {
                if (model.fitted() instanceof Fitted.Classes classes) {
                    outputs.classes(checked, plain, classes.labels());
                } else {
                    outputs.number(checked);
                }
            }
        }
        return graph.message();
    }

    private static String weighed(Formula.Weighed weighed, EncoderGraph.Encoded encoded, OnnxGraph graph) {
        int numbers = encoded.blocks().width();
        int sums = weighed.intercepts().length;
        double[] byPlace = new double[numbers * sums];
        for (int f = 0; f < encoded.places().length; f++) {
            for (int k = 0; k < sums; k++) {
                byPlace[encoded.places()[f] * sums + k] = weighed.coefficients()[k][f];
            }
        }
        String products = graph.op("MatMul", encoded.blocks().joined(graph), graph.doubles(byPlace, numbers, sums));
        return graph.op("Add", products, graph.doubles(weighed.intercepts(), sums));
    }

    /** Bytes of the file. */
    public long size() {
        return file.size();
    }

    /** Writes the file and flushes the stream, which is not closed. @throws IOException when the stream fails */
    public void write(OutputStream out) throws IOException {
        ProtoOut proto = new ProtoOut(out);
        file.write(proto);
        proto.flush();
        out.flush();
    }
}
