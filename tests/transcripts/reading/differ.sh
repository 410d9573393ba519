#!/bin/sh
# What differs, without the folders' names and times.
diff -u -N "$1" "$2" | grep '^[-+ ]' | grep -v -e '^--- ' -e '^+++ '
test -z "$(diff -r -q "$1" "$2")"
