#!/bin/sh
# Makes an archive of the classes that a server loads until it answers, with the Java of an unpacked release:
#   release/archive.sh FOLDER FILE [LIST]
# LIST is release/classes.txt unless said otherwise. No server runs, and what would get into the archive is always the same:
# the heap's size, the variables, and how the program is named. So the same release gives the same bytes, on every machine
# and in every folder whose path has no blanks: for those the JVM goes through other code, which resolves other constants.
set -eu

list=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)/classes.txt
[ $# -lt 3 ] || list=$3
file=$(CDPATH='' cd -- "$(dirname -- "$2")" && pwd -P)/$(basename -- "$2")
cd "$1"
options=
eval "$(sed -n '/^options="/,/"$/p' bin/tasuki)"
# shellcheck disable=SC2086
env -i runtime/bin/java $options -Xmx1g -Xshare:dump -XX:SharedClassListFile="$list" -XX:SharedArchiveFile="$file" -jar app/tasuki.jar
[ -s "$file" ]
