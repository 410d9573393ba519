#!/usr/bin/env python3
"""Completion in a real fish: fish_completion_test.py PROGRAM. Exit status 77, and a notice, if there is no fish.

fish tells by itself what it would complete a line to (`complete -C LINE`), so no terminal is needed.
"""
import os
import shutil
import subprocess
import sys

from terminals import Cluster

# What is typed before the tabulator, and the words that fish offers for the last one.
ROWS = [
    ('a verb', 'skiff descr', ['describe']),
    ('verbs', 'skiff cor', ['cordon']),
    ('a subcommand', 'skiff rollout rest', ['restart']),
    ('a kind', 'skiff get statefuls', ['statefulsets.apps']),
    ('a name', 'skiff describe configmaps set', ['settings']),
    ('a kind and its name', 'skiff get cm/set', ['cm/settings']),
    ('a namespace', 'skiff get pods -n kube-s', ['kube-system']),
    ('a name in another namespace', 'skiff -n shop get cm che', ['checkout']),
    ('a context', 'skiff config use-context s', ['sim']),
    ('a flag', 'skiff get pods --field-s', ['--field-selector']),
    ('the value of a flag', 'skiff get pods -o yam', ['yaml']),
    ('the value behind an equals sign', 'skiff apply --dry-run=serv', ['--dry-run=server']),
    ('a manifest', 'skiff apply -f manife', ['manifest.yaml']),
    ('a name of one of two kinds', 'skiff get secrets,cm set', ['settings']),
    ('a user', 'skiff config delete-user al', ['alice']),
    ('a topic of help', 'skiff help rollout resta', ['restart']),
    ('nothing', 'skiff get cm nothing-like-it', []),
]

if shutil.which('fish') is None:
    print('left out: fish is not installed')
    sys.exit(77)
with Cluster(sys.argv[1], 'manual') as cluster:
    cluster.run('create', 'configmap', 'settings')
    cluster.run('create', 'namespace', 'shop')
    cluster.run('create', 'configmap', 'checkout', '-n', 'shop')
    cluster.run('config', 'set-credentials', 'alice')
    open(os.path.join(cluster.home, 'manifest.yaml'), 'w', encoding='utf-8').close()
    failed = False
    for why, typed, expected in ROWS:
        script = "skiff completion fish | source; complete -C '%s'" % typed
        done = subprocess.run(['fish', '--no-config', '-c', script], cwd=cluster.home, env=cluster.env,
                              capture_output=True, text=True, timeout=60)
        offered = [line.split('\t')[0] for line in done.stdout.splitlines()]
        if offered != expected:
            print('%s: %r offers %s, not %s %s' % (why, typed, offered, expected, done.stderr))
            failed = True
sys.exit(1 if failed else 0)
