"""A producer as in the published design: sends one task to RabbitMQ and waits for its reply.

A counterpart for interoperability tests and benchmarks, written from the wire contract; see
README.md. Library (`Producer`) and command line.

Weaknesses kept on purpose: the reply queue is exclusive under a fixed name, so a second producer at
the same time fails with 405 RESOURCE_LOCKED; the wait for the reply has no deadline; heartbeats are
off; nothing confirms that the broker took the message.
"""

import argparse
import json
import os
import sys
import uuid

import pika

TRAIN_QUEUE = "queue.model.train"
PREDICT_QUEUE = "queue.model.predict"
REPLY_QUEUE = "queue.model.reply"


def connect():
    return pika.BlockingConnection(
        pika.ConnectionParameters(
            host=os.environ.get("RABBITMQ_HOST", "localhost"),
            port=int(os.environ.get("RABBITMQ_PORT", "5672")),
            heartbeat=0,
        )
    )


class Producer:
    """One connection with its reply queue; one request at a time."""

    def __init__(self):
        self.connection = connect()
        self.session = self.connection.channel()
        self.session.queue_declare(queue=REPLY_QUEUE, exclusive=True)
        self.session.basic_consume(
            queue=REPLY_QUEUE, on_message_callback=self._on_reply, auto_ack=True
        )
        self.correlation_id = None
        self.reply = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def train(self, model_id, dataset_id, features, target):
        """Returns the reply to a training that a consumer has begun."""
        return self._request(
            TRAIN_QUEUE,
            {
                "model_id": model_id,
                "dataset_id": dataset_id,
                "features": features,
                "target": target,
            },
        )

    def predict(self, model_id, dataset_id, input_data):
        """Returns the reply with the prediction."""
        return self._request(
            PREDICT_QUEUE,
            {"model_id": model_id, "dataset_id": dataset_id, "input_data": input_data},
        )

    def _request(self, queue, body):
        self.correlation_id = str(uuid.uuid4())
        self.reply = None
        self.session.basic_publish(
            exchange="",
            routing_key=queue,
            properties=pika.BasicProperties(
                content_type="application/json",
                delivery_mode=2,
                correlation_id=self.correlation_id,
                reply_to=REPLY_QUEUE,
            ),
            body=json.dumps(body),
        )
        while self.reply is None:
            self.connection.process_data_events(time_limit=None)
        return json.loads(self.reply)

    def _on_reply(self, _session, _method, properties, body):
        if properties.correlation_id == self.correlation_id:
            self.reply = body


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train")
    train.add_argument("--dataset", required=True)
    train.add_argument("--features", required=True, help="names, separated by commas")
    train.add_argument("--target", required=True)
    train.add_argument("--model", default=None, help="a model id; default: a new one")
    predict = commands.add_parser("predict")
    predict.add_argument("--model", required=True)
    predict.add_argument("--dataset", default="diabetes", help="carried along, not used")
    predict.add_argument("--input", required=True, help="a JSON object: feature to value")
    return parser.parse_args()


def main():
    given = arguments()
    with Producer() as producer:
        if given.command == "train":
            reply = producer.train(
                given.model or str(uuid.uuid4()),
                given.dataset,
                given.features.split(","),
                given.target,
            )
        else:
            reply = producer.predict(given.model, given.dataset, json.loads(given.input))
    json.dump(reply, sys.stdout)
    print()


if __name__ == "__main__":
    main()
