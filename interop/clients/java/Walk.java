import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.DatasetsApi;
import org.openapitools.client.api.LearnAndPredictApi;
import org.openapitools.client.api.ModelsApi;
import org.openapitools.client.api.TasksApi;
import org.openapitools.client.model.Feature;
import org.openapitools.client.model.TrainParameters;
import org.openapitools.client.model.PredictMessage;
import org.openapitools.client.model.PredictRequest;
import org.openapitools.client.model.TaskState;
import org.openapitools.client.model.TrainRequest;

/**
 * Walks through the API with the client that openapi-generator makes for Java (okhttp-gson): upload, train, wait,
 * predict, a refusal. The one argument is the server, e.g. http://localhost:5000.
 */
final class Walk {
    private static final Map<String, Double> PUBLISHED_ROW = Map.of(
            "age", 0.038076,
            "bmi", 0.061696,
            "bp", 0.021872,
            "s1", -0.044223,
            "s2", -0.034821,
            "s3", -0.043401,
            "s4", -0.002592,
            "s5", 0.019908,
            "s6", -0.017646);

    private final ApiClient client;
    private final LearnAndPredictApi asked;

    private Walk(String server) {
        client = new ApiClient().setBasePath(server).setReadTimeout(90_000);
        asked = new LearnAndPredictApi(client);
    }

    public static void main(String[] arguments) throws ApiException, IOException {
        new Walk(arguments[0]).walk();
        System.out.println("walked through the API with the client for Java");
    }

    private void walk() throws ApiException, IOException {
        new TasksApi(client).getTask("diabetes-demo", 60);
        check("the published prediction", predicted("diabetes-demo", PUBLISHED_ROW).getPredProba(), 208.6445780005619);

        String model = trained("walk-java", table(i -> i / 2.0), new TrainParameters().maxFeatures("sqrt"));
        Object one = predicted(model, Map.of("a", 3, "b", 3)).getPredProba();
        Object rows = predicted(model, List.of(Map.of("a", 3, "b", 3), Map.of("a", 50, "b", 1)))
                .getPredProba();
        check("the first of two rows", ((List<?>) rows).get(0), one);
        List<String> features = new ModelsApi(client)
                .getModel(model).getFeatures().stream().map(Feature::getName).toList();
        check("features", features, List.of("a", "b"));

        Path csv = Files.createTempDirectory("walk").resolve("walk-form.csv");
        Files.writeString(csv, table(i -> i / 2.0));
        check("a form's rows", new DatasetsApi(client).postDataset(csv.toFile(), null, null, null).getRows(), 60L);
        check("a form's id", new DatasetsApi(client).getDataset("walk-form", null).getDatasetId(), "walk-form");

        String classes = trained("walk-classes", table(i -> i > 30 ? "yes" : "no"), null);
        PredictMessage answer = predicted(classes, Map.of("a", 50, "b", 1));
        check("classes", answer.getClasses(), List.of("no", "yes"));
        check("prediction", answer.getPrediction(), "yes");

        refused(422, "input_data", () -> predicted(model, 1));
        refused(404, "model_not_found", () -> new ModelsApi(client).getModel("nope"));
    }

    private String trained(String dataset, String csv, TrainParameters params) throws ApiException {
        check("rows", new DatasetsApi(client).putDataset(dataset, csv, null, null).getRows(), 60L);
        TrainRequest request = new TrainRequest()
                .datasetId(dataset)
                .features(List.of("a", "b"))
                .target("y")
                .tags(List.of("walk"))
                .params(params);
        String model = asked.train(request, null, null, null).getMessage().getModelId();
        check("state", new TasksApi(client).getTask(model, 60).getState(), TaskState.TASK_COMPLETED);
        return model;
    }

    private PredictMessage predicted(String model, Object input) throws ApiException {
        return asked.predict(new PredictRequest().modelId(model).inputData(input), null)
                .getMessage();
    }

    private static String table(IntFunction<Object> target) {
        StringBuilder csv = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i).append(',').append(i % 7).append(',').append(target.apply(i)).append('\n');
        }
        return csv.toString();
    }

    private static void check(String what, Object seen, Object expected) {
        Object plain = seen instanceof BigDecimal number ? (Object) number.doubleValue() : seen;
        if (!expected.equals(plain)) {
            throw new IllegalStateException(what + ": " + seen + " instead of " + expected);
        }
    }

    private interface Work {
        Object run() throws ApiException;
    }

    private static void refused(int status, String word, Work work) throws ApiException {
        try {
            work.run();
        } catch (ApiException refusal) {
            check("status", refusal.getCode(), status);
            check("the answer names " + word, refusal.getResponseBody().contains(word), true);
            return;
        }
        throw new IllegalStateException("not refused: " + status);
    }
}
