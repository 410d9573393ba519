#!/usr/bin/env python3
"""The recordings of a real cluster, and the official tutorials, played against the program that was built here.

    sessions.py run [-v] [-j N] [--accept] [NAME...]   play some or all, with a summary; NAME is AREA or AREA/NN-name
    sessions.py check NAME                             one session as a test: is it as expected-to-fail.txt says?
    sessions.py summary                                what the tests last found, by area

Each session is played in a fresh cluster with a manual clock. Format and comparison are README.md's and run.py's, which
are never changed. The area `corpus` is others' manifests and not part of this repository: it is read from the folder that
SKIFF_CORPUS names (with conformance/corpus/ and corpus/ in it) and left out without.

The area `tutorials` is the folder beside this one: what the pages of Kubernetes' documentation have their reader type. Its
commands are given to a shell, so that loops, variables and here-documents work (a line that begins with `> ` goes on with
the command before it); `sleep` lets the cluster's time pass, and https://k8s.io/examples/ is tutorials/examples/.
"""
import argparse
import concurrent.futures
import difflib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import types

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import run  # noqa: E402

EXPECTED = os.path.join(HERE, 'expected-to-fail.txt')
AREAS = ['article', 'statefulset', 'daemonset', 'deployment', 'output', 'errors', 'apply', 'operations', 'session',
         'random']
TUTORIALS = os.path.join(os.path.dirname(HERE), 'tutorials')


def corpus():
    """The folder with the area `corpus`, or None."""
    folder = os.environ.get('SKIFF_CORPUS')
    found = folder and os.path.join(os.path.abspath(folder), 'conformance')
    return found if found and os.path.isdir(os.path.join(found, 'corpus')) else None


def folder_of(name):
    if name.startswith('tutorials/'):
        return os.path.join(os.path.dirname(HERE), name)
    return os.path.join(corpus() if name.startswith('corpus/') and corpus() else HERE, name)


def all_sessions():
    areas = [(HERE, area) for area in AREAS] + ([(corpus(), 'corpus')] if corpus() else [])
    areas.append((os.path.dirname(HERE), 'tutorials'))
    return ['%s/%s' % (area, name) for home, area in areas for name in sorted(os.listdir(os.path.join(home, area)))
            if os.path.exists(os.path.join(home, area, name, 'session.console'))]


def expected_to_fail():
    with open(EXPECTED, encoding='utf-8') as file:
        return {line.strip() for line in file if line.strip() and not line.startswith('#')}


# Variables stay from one command to the next.
SHELL = '''set -a
[ -f "$TYPED_VARIABLES" ] && . "$TYPED_VARIABLES"
sleep() { kubectl clock advance "${1}s"; }
eval "$TYPED_LINE"
status=$?
export -p | grep -v TYPED_ > "$TYPED_VARIABLES"
exit $status
'''


def type_scenario(folder, options):
    """As run.run_scenario, for a session whose commands are a shell's."""
    items, directives = run.parse(os.path.join(folder, 'session.console'))
    place = tempfile.mkdtemp(prefix='typed-')
    work = os.path.join(place, 'work')
    shutil.copytree(folder, work, ignore=shutil.ignore_patterns('session.console'))
    os.makedirs(os.path.join(place, 'bin'))
    os.symlink(shlex.split(options.cli)[0], os.path.join(place, 'bin', 'kubectl'))
    env = dict(os.environ, SKIFF_STATE=os.path.join(place, 'state.jsonl'),
               SKIFF_EXAMPLES=os.path.join(TUTORIALS, 'examples'), TYPED_VARIABLES=os.path.join(place, 'variables'),
               PATH=os.path.join(place, 'bin') + os.pathsep + os.environ['PATH'])
    try:
        run.sh(options.reset, work, env, 180)
        for item in items:
            if not isinstance(item, run.Cmd):
                continue
            while item.out and item.out[0].startswith('> '):
                item.line += '\n' + item.out.pop(0)[2:]
            pseudo = run.pseudo(options, item.line) if item.line.startswith('@') else None
            done = subprocess.run(pseudo or ['bash', '-c', SHELL], cwd=work, stdin=subprocess.DEVNULL, capture_output=True,
                                  env=dict(env, TYPED_LINE=item.line), timeout=options.timeout, check=False)
            out, err = (t.decode('utf-8', 'replace').replace(work, 'WORKDIR') for t in (done.stdout, done.stderr))
            item.got, item.gotcode = run.render(out, err, done.returncode), done.returncode
            if pseudo and done.returncode == 0:
                item.got = []
        return items, directives, None
    finally:
        shutil.rmtree(place, ignore_errors=True)


def play(name, program):
    """-> (matching, commands, [(what, expected lines, got lines)])"""
    folder = folder_of(name)
    cli = shlex.quote(os.path.abspath(program))
    options = types.SimpleNamespace(
        cli=cli, settle=cli + ' clock settle', advance=cli + ' clock advance {}',
        reset=cli + ' cluster create --clock manual', node_down=cli + ' fault node-down {}',
        node_up=cli + ' fault node-up {}', node_add=cli + ' cluster add-node {}', fresh_env='SKIFF_STATE',
        trace=cli + ' history -o trace', timeout=60)
    run.HERE = os.path.dirname(os.path.dirname(folder))
    # What the user's own settings say must not reach a recorded session.
    home = tempfile.mkdtemp(prefix='home-')
    for variable in [v for v in os.environ if v.startswith('SKIFF_') and v != 'SKIFF_CORPUS'] + ['KUBECONFIG']:
        os.environ.pop(variable, None)
    os.environ['HOME'] = os.environ['XDG_CONFIG_HOME'] = os.environ['XDG_STATE_HOME'] = home
    try:
        scenario = type_scenario if name.startswith('tutorials/') else run.run_scenario
        items, directives, trace = scenario(folder, options)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    matching, commands, differences = 0, 0, []

    def count(what, result):
        nonlocal matching, commands
        commands += 1
        if result is None:
            matching += 1
        else:
            differences.append((what,) + result)

    for item in items:
        if isinstance(item, run.Cmd):
            result = run.compare(item, directives)
            if result is not None or not item.line.startswith('@'):
                count('$ ' + item.line, result)
    if os.path.exists(os.path.join(folder, 'trace.txt')):
        count('(trace)', run.compare_trace(folder, trace, directives))
    return matching, commands, differences


def show(differences):
    for what, expected, got in differences:
        print('  ' + what)
        for line in difflib.unified_diff(expected, got, 'recorded', 'got', lineterm='', n=2):
            print('    ' + line)


def summarise(results):
    """results: {name: (matching, commands)}"""
    print('%-12s %14s %18s' % ('AREA', 'SESSIONS', 'COMMANDS'))
    rows = [(area, [r for name, r in results.items() if name.startswith(area + '/')]) for area in AREAS + ['corpus', 'tutorials']]
    for area, found in rows + [('all', list(results.values()))]:
        if found:
            print('%-12s %6d of %4d %9d of %5d' % (area, sum(m == n for m, n in found), len(found),
                                                   sum(m for m, _ in found), sum(n for _, n in found)))
    if not corpus():
        print('The area corpus was left out: SKIFF_CORPUS does not name a folder that holds it.')


def result_file(folder, name):
    return os.path.join(folder, name.replace('/', '__') + '.json')


def check(a):
    listed = a.name in expected_to_fail()
    matching, commands, differences = play(a.name, a.program)
    os.makedirs(a.results, exist_ok=True)
    # Whole or not at all: the summary may be reading.
    written = '%s.%d' % (result_file(a.results, a.name), os.getpid())
    with open(written, 'w', encoding='utf-8') as file:
        json.dump([matching, commands], file)
    os.replace(written, result_file(a.results, a.name))
    print('%s: %d of %d commands match' % (a.name, matching, commands))
    if matching == commands:
        if listed:
            print('%s passes now: take it off %s' % (a.name, os.path.relpath(EXPECTED)))
        return 1 if listed else 0
    if listed:
        print('expected to fail')
        return 0
    show(differences)
    return 1


def summary(a):
    results = {}
    for name in all_sessions():
        if os.path.exists(result_file(a.results, name)):
            with open(result_file(a.results, name), encoding='utf-8') as file:
                results[name] = tuple(json.load(file))
    summarise(results)
    return 0


def accept(results):
    with open(EXPECTED, encoding='utf-8') as file:
        head = [line for line in file if line.startswith('#')]
    kept = {name for name in expected_to_fail() if name not in results}
    failing = kept | {name for name, (matching, commands) in results.items() if matching != commands}
    order = {name: i for i, name in enumerate(all_sessions())}
    with open(EXPECTED, 'w', encoding='utf-8') as file:
        file.writelines(head + [name + '\n' for name in sorted(failing, key=lambda n: (order.get(n, 10**6), n))])


def run_all(a):
    known = all_sessions()
    names = [n for n in known if not a.names or any(n == w or n.startswith(w.rstrip('/') + '/') or n.startswith(w + '-')
                                                    for w in a.names)]
    if not names:
        sys.exit('no such session: ' + ' '.join(a.names))
    results = {}
    with concurrent.futures.ProcessPoolExecutor(a.jobs) as pool:
        for name, (matching, commands, differences) in zip(names, pool.map(play, names, [a.program] * len(names))):
            results[name] = (matching, commands)
            print('%s %s (%d of %d)' % ('PASS' if matching == commands else 'FAIL', name, matching, commands), flush=True)
            if a.verbose:
                show(differences)
    summarise(results)
    if a.accept:
        accept(results)
    return 0 if all(m == n for m, n in results.values()) else 1


def main():
    top = os.path.dirname(os.path.dirname(HERE))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--program', default=os.path.join(top, 'build/release/skiff'))
    parser.add_argument('--results', default=os.path.join(top, 'build/release/conformance'))
    verbs = parser.add_subparsers(required=True)
    one = verbs.add_parser('check')
    one.add_argument('name')
    one.set_defaults(do=check)
    many = verbs.add_parser('run')
    many.add_argument('-v', '--verbose', action='store_true', help='show what differs')
    many.add_argument('-j', '--jobs', type=int, default=os.cpu_count())
    many.add_argument('--accept', action='store_true', help='rewrite expected-to-fail.txt for what was played')
    many.add_argument('names', nargs='*', metavar='NAME')
    many.set_defaults(do=run_all)
    verbs.add_parser('summary').set_defaults(do=summary)
    a = parser.parse_args()
    return a.do(a)


if __name__ == '__main__':
    sys.exit(main())
