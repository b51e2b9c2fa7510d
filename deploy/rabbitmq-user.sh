#!/bin/sh
# Gives RabbitMQ a user, or a user that is there another password and rights. From the environment:
#   RABBITMQ_USER, RABBITMQ_PASSWORD
#   RABBITMQ_ROLE   producer, consumer, or both (the default)
#   RABBITMQ_VHOST  / by default
#   RABBITMQCTL     how to call rabbitmqctl, e.g. "rabbitmqctl --node rabbit@broker"
# No role makes queues, but for waits of the consumer: they come from definitions.json. With "both" the
# queues of Tasuki may be made as well.
set -eu
control="${RABBITMQCTL:-rabbitmqctl} --quiet"
tasks='queue\.model\.(train|predict)'
case "${RABBITMQ_ROLE:-both}" in
  producer)
    configure='^$'
    write='^(amq\.default|tasuki\.events)$'
    read="^${tasks}\.dead$"
    ;;
  consumer)
    configure="^${tasks}\.wait\."
    write="^(amq\.default|tasuki\.events|${tasks}\.wait\..*)$"
    read="^${tasks}(\.wait\..*)?$"
    ;;
  both)
    configure='^(queue\.model|tasuki)\.'
    write='^(amq\.default$|queue\.model\.|tasuki\.)'
    read='^(queue\.model|tasuki)\.'
    ;;
  *)
    echo "RABBITMQ_ROLE is '$RABBITMQ_ROLE': give producer, consumer or both" >&2
    exit 2
    ;;
esac
if $control list_users | cut -f 1 | grep -qx -e "$RABBITMQ_USER"; then
  printf '%s\n' "$RABBITMQ_PASSWORD" | $control change_password "$RABBITMQ_USER"
else
  printf '%s\n' "$RABBITMQ_PASSWORD" | $control add_user "$RABBITMQ_USER"
fi
$control set_permissions -p "${RABBITMQ_VHOST:-/}" "$RABBITMQ_USER" "$configure" "$write" "$read"
