#!/usr/bin/env python3
"""Completion in a real shell: completion_test.py PROGRAM bash|zsh. Exit status 77, and a notice, if it is not there."""
import os
import shutil
import sys

from terminals import Cluster, Terminal

SHELLS = {
    'bash': (['bash', '--norc', '--noprofile', '-i'], 'source <(skiff completion bash)'),
    'zsh': (['zsh', '-f', '-i'], 'autoload -Uz compinit; compinit -u -D; source <(skiff completion zsh)'),
}

TWO_CONTAINERS = '{"spec":{"containers":[{"name":"sidecar","image":"busybox"}]}}'

# What is typed before the tabulator, and the line that comes of it.
ROWS = [
    ('a verb', 'skiff descr', 'skiff describe '),
    ('a subcommand', 'skiff rollout resta', 'skiff rollout restart '),
    ('a kind', 'skiff get statefuls', 'skiff get statefulsets.apps '),
    ('a name', 'skiff describe configmaps set', 'skiff describe configmaps settings '),
    ('a kind and its name', 'skiff get cm/set', 'skiff get cm/settings '),
    ('a namespace', 'skiff get pods -n kube-s', 'skiff get pods -n kube-system '),
    ('a name in another namespace', 'skiff -n shop get cm che', 'skiff -n shop get cm checkout '),
    ('a node', 'skiff cordon control', 'skiff cordon control-plane '),
    ('a context', 'skiff config use-context s', 'skiff config use-context sim '),
    ('a flag', 'skiff get pods --field-s', 'skiff get pods --field-selector '),
    ('the value of a flag', 'skiff get pods -o yam', 'skiff get pods -o yaml '),
    ('the value behind an equals sign', 'skiff apply --dry-run=serv', 'skiff apply --dry-run=server '),
    ('a manifest', 'skiff apply -f manif', 'skiff apply -f manifest.yaml '),
    ('a name of one of two kinds', 'skiff get secrets,cm set', 'skiff get secrets,cm settings '),
    ('a user', 'skiff config delete-user al', 'skiff config delete-user alice '),
    ('a user behind its flag', 'skiff get pods --user al', 'skiff get pods --user alice '),
    ('a container', 'skiff logs two -c sid', 'skiff logs two -c sidecar '),
    ('what is tainted', 'skiff taint no', 'skiff taint node '),
    ('a topic of help', 'skiff help rollout resta', 'skiff help rollout restart '),
    ('a pod to copy from', 'skiff cp tw', 'skiff cp two:'),
]

shell = sys.argv[2]
if shutil.which(shell) is None:
    print('left out: %s is not installed' % shell)
    sys.exit(77)
argv, setup = SHELLS[shell]
with Cluster(sys.argv[1], 'manual') as cluster:
    cluster.run('create', 'configmap', 'settings')
    cluster.run('create', 'namespace', 'shop')
    cluster.run('create', 'configmap', 'checkout', '-n', 'shop')
    cluster.run('config', 'set-credentials', 'alice')
    cluster.run('run', 'two', '--image=nginx', '--overrides', TWO_CONTAINERS, '--override-type=strategic')
    for name in ('manifest.yaml', 'manifold.txt'):
        open(os.path.join(cluster.home, name), 'w', encoding='utf-8').close()
    failed = False
    terminal = Terminal(argv, cluster.env, cluster.home)
    try:
        terminal.type(setup + '; echo rea""dy\n')
        terminal.wait_for('ready\n')
        for number, (why, typed, expected) in enumerate(ROWS):
            terminal.type(typed + '\t')
            terminal.read(0.6)
            # The line is made the argument of an echo, which shows what it has become.
            terminal.type("]'\x01echo '<%d>[" % number + '\n')
            try:
                terminal.wait_for('\n<%d>[%s]' % (number, expected), 20)
            except AssertionError as wrong:
                print('%s: %s' % (why, wrong))
                failed = True
                terminal.type('\x03')
    finally:
        terminal.close()
sys.exit(1 if failed else 0)
