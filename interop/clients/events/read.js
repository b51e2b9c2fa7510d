// Reads events, one JSON text a line, with the CloudEvents SDK for JavaScript, which checks each against the
// specification's schema. Prints the types that it has met.
"use strict";

const { readFileSync } = require("node:fs");
const { HTTP } = require("cloudevents");

const headers = { "content-type": "application/cloudevents+json" };
const types = new Set();
const ids = new Set();

for (const body of readFileSync(process.argv[2], "utf8").trim().split("\n")) {
  const event = HTTP.toEvent({ headers, body });
  event.validate();
  const written = JSON.parse(body);
  for (const name of ["id", "type", "source", "subject", "sequence"]) {
    if (event[name] !== written[name]) {
      throw new Error(`${name} is ${event[name]} and was written as ${written[name]}`);
    }
  }
  if (JSON.stringify(event.data) !== JSON.stringify(written.data)) {
    throw new Error(`the data of ${event.id} is ${JSON.stringify(event.data)}`);
  }
  if (ids.has(event.id)) {
    throw new Error(`${event.id} comes twice`);
  }
  ids.add(event.id);
  types.add(event.type);
  refuse({ ...written, Bad_Name: "x" });
  refuse({ ...written, source: "" });
}
console.log([...types].sort().join("\n"));

// The SDK must be one that refuses something; otherwise all of this proves nothing.
function refuse(wrong) {
  let taken = true;
  try {
    HTTP.toEvent({ headers, body: JSON.stringify(wrong) }).validate();
  } catch (problem) {
    taken = false;
  }
  if (taken) {
    throw new Error(`an event that is none was taken: ${JSON.stringify(wrong)}`);
  }
}
