#!/bin/sh
# A program that cannot compare.
exit 2
