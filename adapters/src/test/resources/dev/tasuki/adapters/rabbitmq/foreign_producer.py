"""A producer of the published design: one reply queue with a fixed name, for itself alone."""
import json
import sys
import uuid

import pika

port, queue, reply_queue = int(sys.argv[1]), sys.argv[2], sys.argv[3]
connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", port))
channel = connection.channel()
channel.queue_declare(queue=reply_queue, exclusive=True)
correlation_id = str(uuid.uuid4())
channel.basic_publish(
    exchange="",
    routing_key=queue,
    properties=pika.BasicProperties(
        content_type="application/json",
        delivery_mode=2,
        correlation_id=correlation_id,
        reply_to=reply_queue,
    ),
    body=json.dumps({"model_id": "m-1", "text": "é"}),
)
for method, properties, body in channel.consume(reply_queue, auto_ack=True, inactivity_timeout=60):
    if method is None:
        sys.exit("no reply")
    assert properties.correlation_id == correlation_id, properties
    assert properties.content_type == "application/json", properties
    print(json.dumps(json.loads(body)))
    break
connection.close()
