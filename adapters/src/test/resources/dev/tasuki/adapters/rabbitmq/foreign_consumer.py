"""A consumer of the published design: declares the queue, answers to reply_to, acknowledges."""
import json
import sys

import pika

port, queue, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", port))
channel = connection.channel()
channel.queue_declare(queue=queue, durable=True, passive=True)
channel.basic_qos(prefetch_count=1)
print("ready", flush=True)
for method, properties, body in channel.consume(queue, inactivity_timeout=60):
    if method is None:
        sys.exit("no message")
    answer = {
        "echo": json.loads(body),
        "content_type": properties.content_type,
        "delivery_mode": properties.delivery_mode,
    }
    if properties.reply_to:
        channel.basic_publish(
            exchange="",
            routing_key=properties.reply_to,
            properties=pika.BasicProperties(correlation_id=properties.correlation_id),
            body=json.dumps(answer),
        )
    channel.basic_ack(method.delivery_tag)
    count -= 1
    if count == 0:
        break
connection.close()
