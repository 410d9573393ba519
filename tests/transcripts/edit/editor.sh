#!/bin/sh
# An editor: runs $CHANGE with the file as $1.
eval "$CHANGE"
