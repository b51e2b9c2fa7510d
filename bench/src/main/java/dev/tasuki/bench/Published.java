package dev.tasuki.bench;

/** The published requests. */
final class Published {
    static final String TRAIN = """
            {"dataset_id":"diabetes","features":["age","bmi","bp","s1","s2","s3","s4","s5","s6"],"target":"target"}""";

    private Published() {}

    /** The published prediction, by the model. */
    static String predict(String model) {
        return """
                {"model_id":"%s","dataset_id":"diabetes","input_data":{"age":0.038076,"bmi":0.061696,\
                "bp":0.021872,"s1":-0.044223,"s2":-0.034821,"s3":-0.043401,"s4":-0.002592,\
                "s5":0.019908,"s6":-0.017646}}""".formatted(model);
    }
}
