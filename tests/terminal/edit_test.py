#!/usr/bin/env python3
"""edit and apply edit-last-applied under a terminal; EDITOR is a script."""
import os
import stat
import sys

from terminals import Cluster, Terminal


def editor(cluster, body):
    path = os.path.join(cluster.home, 'editor')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('#!/bin/sh\n' + body + '\n')
    os.chmod(path, stat.S_IRWXU)
    return dict(cluster.env, EDITOR=path)


def edit(cluster, body, *words):
    terminal = Terminal([cluster.program, *words], editor(cluster, body), cluster.home)
    status = terminal.exit_status()
    return terminal.seen, status


with Cluster(sys.argv[1], 'manual') as cluster:
    with open(os.path.join(cluster.home, 'cm.yaml'), 'w', encoding='utf-8') as manifest:
        manifest.write('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n')
    cluster.run('apply', '-f', 'cm.yaml')

    seen, status = edit(cluster, 'test -t 1 && sed -i "s/a: b/a: changed/" "$1"', 'edit', 'cm', 'c')
    assert (seen, status) == ('configmap/c edited\n', 0), (seen, status)
    assert cluster.run('get', 'cm', 'c', '-o', 'jsonpath={.data.a}') == 'changed'

    seen, status = edit(cluster, 'true', 'edit', 'cm', 'c')
    assert (seen, status) == ('Edit cancelled, no changes made.\n', 0), (seen, status)

    seen, status = edit(cluster, ': > "$1"', 'edit', 'cm', 'c', '--validate=false')
    assert (seen, status) == ('Edit cancelled, saved file was empty.\n', 0), (seen, status)

    seen, status = edit(cluster, 'exit 3', 'edit', 'cm', 'c')
    assert status == 1 and seen.startswith('error: there was a problem with the editor'), (seen, status)

    seen, status = edit(cluster, 'sed -i "s/a: b/a: applied/" "$1"', 'apply', 'edit-last-applied', 'cm/c')
    assert (seen, status) == ('configmap/c edited\n', 0), (seen, status)
    assert 'a: applied' in cluster.run('apply', 'view-last-applied', 'cm/c')
    assert cluster.run('get', 'cm', 'c', '-o', 'jsonpath={.data.a}') == 'changed', 'the object itself stays'
