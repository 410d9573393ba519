#!/usr/bin/env python3
"""What `help WORDS` shows, and on which stream: topics_test.py PROGRAM"""
import os
import subprocess
import sys

PROGRAM = os.path.abspath(sys.argv[1])


def run(*words):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout, done.stderr, done.returncode


ROOT = run('--help')[0]
# The words behind `help`, and what they show: stdout, stderr, exit status.
ROWS = [
    ([], (ROOT, '', 0)),
    (['rollout', 'status'], run('rollout', 'status', '--help')),
    (['get', 'pods'], run('get', '--help')),
    (['rollout', 'foo'], run('rollout', '--help')),
    (['foo', 'bar'], ('', 'Unknown help topic [`foo` `bar`]\n\n' + ROOT, 0)),
    (['foo'], ('', 'Unknown help topic [`foo`]\n\n' + ROOT, 0)),
]

assert 'Basic Commands (Beginner):' in ROOT, ROOT
failed = 0
for words, expected in ROWS:
    shown = run('help', *words)
    if shown != expected:
        failed += 1
        print('help %s:\n%r\nexpected\n%r' % (' '.join(words), shown, expected))
sys.exit(1 if failed else 0)
