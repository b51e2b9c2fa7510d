#!/bin/sh
# How long a server takes until it answers, from the archive and from the checkout, in turns:
#   release/start-times.sh PAIRS
# It needs a release (release/make.sh) and a checkout whose own AOT archive was made by an earlier start.
# Prints the milliseconds of each pair and the medians.
set -eu

pairs=${1:-9}
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
installed=$(echo "$top"/app/target/release/tasuki-*-linux-x64/bin/tasuki)
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT

# Milliseconds until the program $1 answers.
once() {
    began=$(date +%s%N)
    TASUKI_BUILD=never "$1" serve --port 0 --data "$scratch/data" >"$scratch/log" 2>&1 &
    server=$!
    until grep -q 'answers at' "$scratch/log"; do
        kill -0 "$server" || {
            cat "$scratch/log" >&2
            exit 1
        }
        sleep 0.01
    done
    taken=$((($(date +%s%N) - began) / 1000000))
    kill "$server"
    wait "$server" || true
    server=
    rm -rf "$scratch/data"
}
median() {
    sort -n "$1" | sed -n "$(((pairs + 1) / 2))p"
}

once "$top/tasuki"
i=0
while [ "$i" -lt "$pairs" ]; do
    once "$top/tasuki"
    echo "$taken" >>"$scratch/checkout"
    once "$installed"
    echo "$taken" >>"$scratch/archive"
    i=$((i + 1))
done
paste "$scratch/checkout" "$scratch/archive"
echo "median: checkout $(median "$scratch/checkout") ms, archive $(median "$scratch/archive") ms"
