"""Calls Tasuki as celery_calls.py does, over connections with TLS alone.

    python3 celery_tls.py --broker amqps://… --backend rediss://… --authority ca.pem --server http://127.0.0.1:5000 --only NUMBER,…

What the URL of a Redis says of TLS (ssl_cert_reqs, ssl_ca_certs) Celery reads there; of a RabbitMQ it wants it as a setting. The checks
need no worker beside Tasuki. See README.md.
"""

import argparse
import ssl
import urllib.parse

import celery_calls


def main():
    parser = argparse.ArgumentParser()
    for name in ("--broker", "--backend", "--server", "--authority", "--only"):
        parser.add_argument(name, required=True)
    given = parser.parse_args()
    calls = celery_calls.Calls(given.broker, given.server, given.backend)
    if given.broker.startswith("amqps:"):
        host = urllib.parse.urlsplit(given.broker).hostname
        calls.app.conf.broker_use_ssl = {"ca_certs": given.authority, "cert_reqs": ssl.CERT_REQUIRED, "server_hostname": host}
    celery_calls.SIGNING["app"] = calls.app
    celery_calls.check_all(calls, given.only)


if __name__ == "__main__":
    main()
