#!/bin/sh
# Starts Tasuki from the folder it was unpacked into, with the Java that came with it.
#   TASUKI_JAVA_OPTS  further options for the JVM, e.g. -Xmx2g
set -eu

link=$0
while [ -L "$link" ]; do
    to=$(readlink "$link")
    case $to in /*) link=$to ;; *) link=${link%"${link##*/}"}$to ;; esac
done
# A shell is all that this needs; a link needs readlink as well.
case $link in */*) ;; *) link=./$link ;; esac
home=$(CDPATH='' cd -- "${link%/*}/.." && pwd -P)

# The release puts the line of options here that ./tasuki of the checkout has.
options=''
role=${1:-}

# Later options win, so the caller's come last before -jar.
set -- -jar "$home/app/tasuki.jar" "$@"
# shellcheck disable=SC2086
set -- ${TASUKI_JAVA_OPTS:-} "$@"
case $role in
    serve | producer | consumer)
        # The classes of a server, made ready. Where it does not fit, e.g. after the files' times were
        # changed, the server starts all the same, in twice the time.
        set -- "-XX:SharedArchiveFile=$home/app/tasuki.jsa" '-Xlog:aot*=off' '-Xlog:cds*=off' "$@"
        ;;
    ct) ;;
    # A client command is over before the optimizing compiler would pay.
    *) set -- -XX:TieredStopAtLevel=1 "$@" ;;
esac
# shellcheck disable=SC2086
exec "$home/runtime/bin/java" $options "$@"
