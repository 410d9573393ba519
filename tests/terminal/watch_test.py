#!/usr/bin/env python3
"""get -w under a terminal, with a clock that follows the wall's: what a second terminal changes appears; Ctrl-C ends it."""
import sys

from terminals import Cluster, Terminal

with Cluster(sys.argv[1], 'auto') as cluster:
    cluster.run('create', 'configmap', 'first', '--from-literal=a=b')
    terminal = Terminal([cluster.program, 'get', 'configmaps', '-w'], cluster.env, cluster.home)
    terminal.wait_for('first')
    assert terminal.seen.startswith('NAME'), terminal.seen
    cluster.run('create', 'configmap', 'second', '--from-literal=a=b', '--from-literal=c=d')
    terminal.wait_for('second')
    assert '\x1b' not in terminal.seen, 'no colour unless asked for'
    terminal.type('\x03')
    assert terminal.exit_status() != 0, 'interrupted'
