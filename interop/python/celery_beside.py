"""A chord of Celery's own tasks, while the same workers train for Tasuki: prints what it comes to.

    CELERY_BROKER_URL=amqp://… RESULTS=redis://… OBJECTS=…/objects python3 celery_beside.py QUEUE
"""

import sys

from celery import chord
from celery_trainers import number, total

queue = sys.argv[1]
parts = [number.s(n).set(queue=queue) for n in range(20)]
print("comes to", chord(parts, total.s().set(queue=queue)).delay().get(timeout=120))
