#!/usr/bin/env python3
"""Fails when a room includes what it may not: includes_test.py TOP

The arrows of docs/architecture.md, read from the #include lines. Also: controllers do not know each other, headers of the
library stay free of the heavy libraries, and the state file is known to few.
"""
import os
import re
import sys

# What each room of src/ may include, beside itself.
ROOMS = {
    'base': set(),
    'cel': {'base'},
    'api': {'base', 'cel'},
    'journal': {'base'},
    'sim': {'base'},
    'store': {'base', 'api', 'journal'},
    'apiserver': {'base', 'api', 'store'},
    'controllers': {'base', 'api', 'apiserver', 'store'},
    'scheduler': {'base', 'api', 'apiserver', 'store'},
    'kubelet': {'base', 'api', 'apiserver', 'store'},
    'cluster': {'base', 'api', 'apiserver', 'store', 'sim', 'controllers', 'scheduler', 'kubelet', 'journal'},
}
# A replication controller is a replica set in other clothes, upstream too.
RELATED = {('replicationcontroller', 'replicaset')}
HEAVY = re.compile(r'#include <(fmt/|nlohmann/|yaml-cpp/|CLI/|simdjson|regex)')
INCLUDE = re.compile(r'^\s*#include "([^"]+)"')


def sources(top, folder):
    for path, _, files in os.walk(os.path.join(top, folder)):
        for name in sorted(files):
            if name.endswith(('.h', '.cc')):
                yield os.path.relpath(os.path.join(path, name), top)


def faults_of(path, number, line):
    parts = path.split('/')
    if path.endswith('.h') and parts[0] == 'src' and HEAVY.match(line):
        yield 'a header does not include %s: it would be compiled everywhere' % HEAVY.match(line).group(1)
    match = INCLUDE.match(line)
    if not match:
        return
    included = match.group(1).split('/')
    if included[0] == '..' or '..' in included:
        yield 'includes are named from src/, or from the top for cli/ and tests'
    if parts[0] != 'src':
        return
    room = parts[1]
    if room not in ROOMS:
        yield 'the room %s is not in the list of tests/tidy/includes_test.py' % room
    elif included[0] != room and included[0] not in ROOMS[room]:
        yield '%s may not include %s' % (room, included[0])
    # A controller in a folder of its own is known to its own folder and to the table alone.
    if room == included[0] == 'controllers' and len(included) > 2:
        own = len(parts) > 3 and (parts[2] == included[1] or (parts[2], included[1]) in RELATED)
        if not own and not re.fullmatch(r'src/controllers/(controller_table|[a-z_]+_actor)\.cc', path):
            yield 'controllers do not know each other: %s is %s\'s' % (match.group(1), included[1])


def main():
    top = sys.argv[1]
    faults = []
    for folder in ('src', 'cli', 'tests/unit', 'tests/support'):
        for path in sources(top, folder):
            with open(os.path.join(top, path), encoding='utf-8') as file:
                for number, line in enumerate(file, 1):
                    faults += ['%s:%d: %s' % (path, number, fault) for fault in faults_of(path, number, line)]
    print('\n'.join(faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
