#!/usr/bin/env python3
"""A long command under a terminal shows how far it is, on stderr, and leaves nothing of it behind; with --quiet, or where
stderr is no terminal, there is none."""
import sys

from terminals import Cluster, Terminal

DEPLOYMENT = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"many"},"spec":{"replicas":%d,
"selector":{"matchLabels":{"app":"many"}},"template":{"metadata":{"labels":{"app":"many"}},
"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}}}"""
ERASE = '\x1b[K'


def seen(cluster, *words):
    terminal = Terminal([cluster.program, *words], cluster.env, cluster.home)
    terminal.wait_for('successfully rolled out')
    assert terminal.exit_status() == 0
    return terminal.seen


def rollout(cluster, name, pods, *more):
    """What a terminal shows of a Deployment that gets its pods, in a cluster of its own."""
    with open(cluster.home + '/many.json', 'w') as file:
        file.write(DEPLOYMENT % pods)
    cluster.run('cluster', 'create', '--clock', 'manual', '--nodes', str(pods // 160), '--pods', '250', '--state', name)
    cluster.run('apply', '-f', 'many.json', '--state', name)
    return seen(cluster, 'rollout', 'status', 'deployment/many', '--state', name, *more)


with Cluster(sys.argv[1], 'manual') as cluster:
    # What is over within half a second shows nothing: more pods, then, on a quick machine.
    for pods in (8000, 16000, 32000, 64000):
        shown = rollout(cluster, '%d.jsonl' % pods, pods)
        if 'pods ready' in shown:
            break
    assert ' of %s pods ready, ' % format(pods, ',') in shown, shown[:2000]
    assert shown.rindex(ERASE) < shown.index('Waiting for deployment'), 'erased before the first line of output'
    assert 'pods ready' not in rollout(cluster, 'quiet.jsonl', pods, '--quiet')
