// Walks through the API with the client that openapi-generator makes (typescript-fetch): upload, train, wait,
// predict, a refusal. The client is in the folder "client" beside this file.
import { Configuration, DatasetsApi, LearnAndPredictApi, ModelsApi, ResponseError, TasksApi } from "./client";
import type { TrainParameters } from "./client";

declare const process: { argv: string[]; exit(code: number): never };

const PUBLISHED_ROW = {
  age: 0.038076, bmi: 0.061696, bp: 0.021872, s1: -0.044223, s2: -0.034821,
  s3: -0.043401, s4: -0.002592, s5: 0.019908, s6: -0.017646,
};

const configuration = new Configuration({ basePath: process.argv[2] });
const datasets = new DatasetsApi(configuration);
const asked = new LearnAndPredictApi(configuration);
const tasks = new TasksApi(configuration);
const models = new ModelsApi(configuration);

function check(what: string, seen: unknown, expected: unknown): void {
  if (JSON.stringify(seen) !== JSON.stringify(expected)) {
    throw new Error(`${what}: ${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`);
  }
}

function table(target: (i: number) => string | number): string {
  return "a,b,y\n" + Array.from({ length: 60 }, (_, i) => `${i},${i % 7},${target(i)}\n`).join("");
}

async function trained(id: string, csv: string, params?: TrainParameters): Promise<string> {
  check("rows", (await datasets.putDataset({ id, body: csv })).rows, 60);
  const accepted = await asked.train({
    trainRequest: { datasetId: id, features: ["a", "b"], target: "y", tags: ["walk"], params },
  });
  const model = accepted.message.modelId;
  check("state", (await tasks.getTask({ id: model, wait: 60 })).state, "TASK_COMPLETED");
  return model;
}

async function predicted(modelId: string, inputData: unknown) {
  return (await asked.predict({ predictRequest: { modelId, inputData } })).message;
}

async function refusal(work: () => Promise<unknown>): Promise<[number, any]> {
  try {
    await work();
  } catch (e) {
    if (e instanceof ResponseError) {
      return [e.response.status, await e.response.json()];
    }
    throw e;
  }
  throw new Error("it was not refused");
}

async function main(): Promise<void> {
  await tasks.getTask({ id: "diabetes-demo", wait: 60 });
  const demo = await predicted("diabetes-demo", PUBLISHED_ROW);
  check("the published prediction", demo.predProba, 208.6445780005619);

  const form = await datasets.postDataset({ id: "walk-form", file: new Blob([table((i) => i / 2)]) });
  check("a form's id and rows", [form.datasetId, form.rows], ["walk-form", 60]);

  const model = await trained("walk-typescript", table((i) => i / 2), { maxFeatures: "sqrt" });
  const one = await predicted(model, { a: 3, b: 3 });
  const rows = await predicted(model, [{ a: 3, b: 3 }, { a: 50, b: 1 }]);
  check("the first of two rows", rows.predProba[0], one.predProba);
  check("features", (await models.getModel({ id: model })).features?.map((f) => f.name), ["a", "b"]);

  const classes = await trained("walk-classes", table((i) => (i > 30 ? "yes" : "no")));
  const answer = await predicted(classes, { a: 50, b: 1 });
  check("classes", [answer.classes, answer.prediction], [["no", "yes"], "yes"]);

  const [status, problem] = await refusal(() => predicted(model, 1));
  check("a refusal", [status, problem.detail[0].loc], [422, ["body", "input_data"]]);
  const [missing, nope] = await refusal(() => models.getModel({ id: "nope" }));
  check("a problem", [missing, nope.code], [404, "model_not_found"]);
  console.log("walked through the API with the client for TypeScript");
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
