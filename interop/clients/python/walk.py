"""Walks through the API with the client that openapi-generator makes for Python: upload, train, wait, predict, a refusal.

    python3 walk.py FOLDER_OF_THE_CLIENT http://localhost:5000
"""

import sys

sys.path.insert(0, sys.argv[1])

from openapi_client import (  # noqa: E402
    ApiClient,
    ApiException,
    Configuration,
    DatasetsApi,
    TrainParameters,
    LearnAndPredictApi,
    ModelsApi,
    PredictRequest,
    TasksApi,
    TrainRequest,
)

PUBLISHED_ROW = {
    "age": 0.038076, "bmi": 0.061696, "bp": 0.021872, "s1": -0.044223, "s2": -0.034821,
    "s3": -0.043401, "s4": -0.002592, "s5": 0.019908, "s6": -0.017646,
}


def check(what, seen, expected):
    if seen != expected:
        raise SystemExit(f"{what}: {seen!r} instead of {expected!r}")


def table(target):
    return "a,b,y\n" + "".join(f"{i},{i % 7},{target(i)}\n" for i in range(60))


def trained(client, dataset, csv, params):
    stored = DatasetsApi(client).put_dataset(dataset, csv)
    check("rows", stored.rows, 60)
    request = TrainRequest(dataset_id=dataset, features=["a", "b"], target="y", params=params, tags=["walk"])
    model = LearnAndPredictApi(client).train(request).message.model_id
    task = TasksApi(client).get_task(model, wait=60)
    check("state", task.state, "TASK_COMPLETED")
    return model


def main():
    client = ApiClient(Configuration(host=sys.argv[2]))
    asked = LearnAndPredictApi(client)

    TasksApi(client).get_task("diabetes-demo", wait=60)
    demo = asked.predict(PredictRequest(model_id="diabetes-demo", input_data=PUBLISHED_ROW))
    check("the published prediction", demo.message.pred_proba, 208.6445780005619)

    form = DatasetsApi(client).post_dataset(("mine.csv", table(lambda i: i / 2).encode()), id="walk-form")
    check("a form's id and rows", (form.dataset_id, form.rows), ("walk-form", 60))

    for features in ("sqrt", 0.5, 2):
        model = trained(client, "walk-python", table(lambda i: i / 2), TrainParameters(max_features=features))
    one = asked.predict(PredictRequest(model_id=model, input_data={"a": 3, "b": 3})).message
    rows = asked.predict(PredictRequest(model_id=model, input_data=[{"a": 3, "b": 3}, {"a": 50, "b": 1}])).message
    check("the first of two rows", rows.pred_proba[0], one.pred_proba)
    check("features of the model", [f.name for f in ModelsApi(client).get_model(model).features], ["a", "b"])

    classes = trained(client, "walk-classes", table(lambda i: "yes" if i > 30 else "no"), None)
    answer = asked.predict(PredictRequest(model_id=classes, input_data={"a": 50, "b": 1})).message
    check("classes", answer.classes, ["no", "yes"])
    check("prediction", answer.prediction, "yes")
    check("confusion", len(ModelsApi(client).get_model(classes).confusion_matrix), 2)

    try:
        asked.predict(PredictRequest(model_id=model, input_data=1))
        raise SystemExit("a number was taken for a row")
    except ApiException as refused:
        check("status", refused.status, 422)
        check("where", refused.data.detail[0].loc, ["body", "input_data"])
    try:
        ModelsApi(client).get_model("nope")
        raise SystemExit("there is a model nope")
    except ApiException as refused:
        check("code", (refused.status, refused.data.code), (404, "model_not_found"))
    print("walked through the API with the client for Python")


main()
