package dev.tasuki.server.view;

import dev.tasuki.core.use.SampleModel;

/** The published example, as the document and the start page show it. */
public final class Examples {
    /** The model that predictions in the examples ask: it is there from the first start. */
    public static final String MODEL = SampleModel.NAME;

    /** The id of a model that a training in the examples makes. */
    public static final String NEW_MODEL = "6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11";

    /** The dataset that an upload in the examples stores. */
    public static final String NEW_DATASET = "small";

    /** Body of POST /train. */
    public static final String TRAIN =
            "{\"dataset_id\": \"diabetes\", \"features\": [\"age\", \"bmi\", \"bp\", \"s1\", \"s2\", \"s3\", \"s4\","
                    + " \"s5\", \"s6\"], \"target\": \"target\"}";

    /** Body of POST /train with every optional field. */
    public static final String TRAIN_FULL =
            "{\"dataset_id\": \"diabetes\", \"features\": [\"age\", \"bmi\", \"bp\"], \"target\": \"target\","
                    + " \"algorithm\": \"RandomForestRegressor\", \"params\": {\"n_estimators\": 300, \"max_depth\": null,"
                    + " \"min_samples_leaf\": 2, \"max_features\": \"sqrt\", \"oob_score\": true}, \"test_size\": 0.25,"
                    + " \"split_random_state\": 7, \"cv\": 5, \"name\": \"nightly\", \"tags\": [\"nightly\", \"eu\"],"
                    + " \"run_at\": \"2026-11-24T06:00:00Z\", \"expires_at\": \"2026-11-24T09:00:00Z\", \"timeout_s\": 600,"
                    + " \"on_timeout\": \"keep\", \"priority\": 7}";

    /** The message that a consumer gets. */
    public static final String MESSAGE =
            "{\"model_id\": \"" + MODEL + "\", \"dataset_id\": \"diabetes\", \"features\": [\"age\", \"bmi\", \"bp\","
                    + " \"s1\", \"s2\", \"s3\", \"s4\", \"s5\", \"s6\"], \"target\": \"target\"}";

    /** Answer to POST /train. */
    public static final String TRAIN_ANSWER =
            "{\"message\": {\"status\": \"TASK_RECEIVED\", \"model_id\": \"" + NEW_MODEL + "\"}}";

    /** The row whose prediction was published. */
    public static final String INPUT =
            "{\"age\": 0.038076, \"bmi\": 0.061696, \"bp\": 0.021872, \"s1\": -0.044223, \"s2\": -0.034821,"
                    + " \"s3\": -0.043401, \"s4\": -0.002592, \"s5\": 0.019908, \"s6\": -0.017646}";

    /** Body of POST /predict. */
    public static final String PREDICT =
            "{\"model_id\": \"" + MODEL + "\"," + " \"dataset_id\": \"diabetes\", \"input_data\": " + INPUT + "}";

    /** Body of POST /predict with several rows. */
    public static final String PREDICT_ROWS =
            "{\"model_id\": \"" + MODEL + "\"," + " \"input_data\": [" + INPUT + ", " + INPUT + "]}";

    /** Answer to POST /predict. */
    public static final String PREDICT_ANSWER =
            "{\"message\": {\"status\": \"TASK_COMPLETED\", \"pred_proba\": 208.6445780005619}}";

    /** Body of POST /predict that asks for more than a number. */
    public static final String PREDICT_MORE =
            "{\"model_id\": \"" + MODEL + "\", \"input_data\": " + INPUT + ", \"explain\": true, \"interval\": 0.9}";

    /** Answer to the same. */
    public static final String PREDICT_MORE_ANSWER = "{\"message\": {\"status\": \"TASK_COMPLETED\","
            + " \"pred_proba\": 208.6445780005619, \"interval\": {\"level\": 0.9, \"low\": 121.52317494159621,"
            + " \"high\": 295.7659810595276, \"residuals\": \"held_out\", \"rows\": 89},"
            + " \"explanation\": {\"scale\": \"prediction\","
            + " \"features\": [\"age\", \"bmi\", \"bp\", \"s1\", \"s2\", \"s3\", \"s4\", \"s5\", \"s6\"],"
            + " \"base\": 154.38048158640228, \"contributions\": [0.7158815229767254, 33.97091970539362,"
            + " 0.9103314422360753, 1.1896964501732097, 1.3629560074608835, 1.3954746760040446,"
            + " -0.18371191076171248, 18.411624816059476, -3.5090762953827115]}}}";

    /** Answer to POST /predict with several rows. */
    public static final String PREDICT_ROWS_ANSWER =
            "{\"message\": {\"status\": \"TASK_COMPLETED\", \"pred_proba\": [208.6445780005619, 208.6445780005619]}}";

    /** Answer of a classifier to POST /predict. */
    public static final String PREDICT_CLASSES_ANSWER = "{\"message\": {\"status\": \"TASK_COMPLETED\","
            + " \"pred_proba\": [0.02, 0.98], \"classes\": [\"no\", \"yes\"], \"prediction\": \"yes\"}}";

    /** Body of POST /models/{id}/trees/{tree}. */
    public static final String TREE_ROW = "{\"input_data\": " + INPUT + "}";

    /** A body that does not fit. */
    public static final String FIELD_PROBLEMS =
            "{\"detail\": [{\"type\": \"missing\", \"loc\": [\"body\", \"features\"], \"msg\": \"Field required\","
                    + " \"input\": {\"dataset_id\": \"diabetes\", \"target\": \"target\"}}]}";

    /** An input that does not fit. */
    public static final String INPUT_PROBLEMS =
            "{\"detail\": [{\"type\": \"missing\", \"loc\": [\"body\", \"input_data\"], \"msg\": \"Field required\","
                    + " \"input\": {\"model_id\": \"" + MODEL + "\"}}]}";

    /** A name that cannot be one. */
    public static final String NAME_PROBLEMS =
            "{\"detail\": [{\"type\": \"string_pattern_mismatch\", \"loc\": [\"path\", \"model_id\"], \"msg\":"
                    + " \"model_id must be 1 to 128 characters of A-Z a-z 0-9 . _ - and not begin with . or -\","
                    + " \"input\": \".nightly\"}]}";

    /** A query parameter that does not fit. */
    public static final String QUERY_PROBLEMS =
            "{\"detail\": [{\"type\": \"greater_than_equal\", \"loc\": [\"query\", \"limit\"], \"msg\":"
                    + " \"Input should be greater than or equal to 1\", \"input\": \"0\"}]}";

    /** A query parameter that no route knows. */
    public static final String UNKNOWN_PARAMETER =
            "{\"detail\": [{\"type\": \"extra_forbidden\", \"loc\": [\"query\", \"verbose\"], \"msg\":"
                    + " \"Extra inputs are not permitted; this method and path take no query parameters\","
                    + " \"input\": \"1\"}]}";

    /** What would be trained. */
    public static final String PLAN =
            "{\"dataset_id\": \"diabetes\", \"rows\": 442, \"columns\": 11, \"features\": [\"age\","
                    + " \"bmi\"], \"target\": \"target\", \"algorithm\": \"RandomForestRegressor\", \"params\":"
                    + " {\"n_estimators\": 100,"
                    + " \"criterion\": \"squared_error\", \"max_depth\": 3, \"random_state\": 42}, \"preprocess\": [],"
                    + " \"split\": {\"test_size\": 0.2,"
                    + " \"split_random_state\": 42, \"stratify\": false, \"train_rows\": 353, \"test_rows\": 89}, \"memory_bytes\":"
                    + " {\"estimate\": 400000, \"low\": 40000, \"high\": 400000}, \"seconds\": {\"estimate\": 0.05, \"low\": 0.008,"
                    + " \"high\": 0.3}, \"warnings\": []}";

    /** What is to be tried again. */
    public static final String RETRY = "{\"dataset_id\": \"diabetes\", \"code\": \"too_many_attempts\", \"rate\": 5}";

    /** Where an alias is to point. */
    public static final String ALIAS = "{\"version\": 3, \"expected\": 2, \"by\": \"ci\"}";

    /** A dataset to upload. */
    public static final String CSV =
            "age,bmi,target\n0.038,0.061,151.0\n-0.001,-0.051,75.0\n0.085,0.044,141.0\n-0.089,-0.011,206.0\n";

    /** Rows to predict. */
    public static final String PREDICT_CSV = "id,age,bmi,bp,s1,s2,s3,s4,s5,s6\n"
            + "7,0.038076,0.061696,0.021872,-0.044223,-0.034821,-0.043401,-0.002592,0.019908,-0.017646\n";

    private Examples() {}
}
