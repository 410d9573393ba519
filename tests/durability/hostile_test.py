#!/usr/bin/env python3
"""Input made to do harm: hostile_test.py PROGRAM

One row a trick. Each must end quickly, in little memory, with the exit status and the message that it should have, and
without a byte that a terminal would obey. Prints what each took. A machine that is slow or was built to debug is allowed
ten times the second that it should take (of the processor: others use it, too); memory is not. Peak memory is the
process's own, which the kernel counts (wait4). SKIFF_NO_LIMITS leaves the limits out (sanitizers).
"""
import json
import os
import re
import subprocess
import sys
import threading
import time

subprocess._USE_VFORK = False  # the kernel would count the peak of this process as the child's

from program import Report, Stage

MIB = 1 << 20
SECONDS_MOST = 10.0
MEMORY_MOST = 256 * MIB
DEEP = 100000

POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: default%s}\nspec: {containers: [{name: c, image: nginx%s}]}\n'


def laughs(levels, width):
    lines = ['a0: &a0 [lol]']
    for level in range(1, levels):
        lines.append('a%d: &a%d [%s]' % (level, level, ', '.join(['*a%d' % (level - 1)] * width)))
    return '\n'.join(lines) + '\n'


def merge_laughs(levels, width):
    lines = ['a0: &a0 {k: v}']
    for level in range(1, levels):
        lines.append('a%d: &a%d {%s}' % (level, level, ', '.join('k%d: *a%d' % (i, level - 1) for i in range(width))))
    return '\n'.join(lines) + '\n'


def nested_json(opening, closing, inner, depth=DEEP):
    return opening * depth + inner + closing * depth


def config_map(data):
    return 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: %s\n' % data


# (what, content of a manifest, what the message must match). The file is called bad.yaml or bad.json.
MANIFESTS = [
    ('alias bomb, lists', lambda: laughs(40, 10), r'bad\.yaml.*excessive aliasing'),
    ('alias bomb, maps', lambda: merge_laughs(40, 10), r'bad\.yaml.*excessive aliasing'),
    ('alias bomb, merge keys', lambda: 'a0: &a0 {k: v}\n' + ''.join(
        'a%d: &a%d {<<: [%s]}\n' % (i, i, ', '.join(['*a%d' % (i - 1)] * 10)) for i in range(1, 40)), r'bad\.yaml.*aliasing'),
    ('alias bomb, long text', lambda: 'a: &a "%s"\nb: [%s]\n' % ('x' * 100000, ', '.join(['*a'] * 50000)), r'bad\.yaml'),
    ('alias of itself', 'a: &a [*a]\n', r"bad\.yaml.*anchor 'a' value contains itself"),
    ('alias of itself, map', 'a: &a {b: *a}\n', r"bad\.yaml.*anchor 'a' value contains itself"),
    ('alias of itself, merge', 'a: &a {<<: *a}\n', r"bad\.yaml.*anchor 'a' value contains itself"),
    ('alias in a circle', 'a: &a {b: &b {c: *a}}\n', r"bad\.yaml.*value contains itself"),
    ('alias of nothing', 'a: *nowhere\n', r"bad\.yaml.*unknown anchor 'nowhere' referenced"),
    ('nested lists', lambda: '[' * DEEP + ']' * DEEP, r'bad\.yaml.*yaml: line 1: exceeded max depth'),
    ('nested lists, open', lambda: 'a: ' + '[' * DEEP, r'bad\.yaml.*exceeded max depth'),
    ('nested maps', lambda: 'a: ' + '{a: ' * DEEP + '}' * DEEP, r'bad\.yaml.*line 1: exceeded max depth'),
    ('nested block lists', lambda: '- ' * DEEP + 'a\n', r'bad\.yaml.*exceeded max depth'),
    ('nested block keys', lambda: '? ' * DEEP + 'a\n', r'bad\.yaml'),
    ('nested block maps', lambda: ''.join(' ' * i + 'a:\n' for i in range(2000)), r'bad\.yaml.*exceeded max depth'),
    ('nested JSON lists', lambda: nested_json('[', ']', '1'), r'bad\.json'),
    ('nested JSON maps', lambda: nested_json('{"a":', '}', '1'), r'bad\.json.*exceeded max depth'),
    ('nested JSON in an object', lambda: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":%s}'
     % nested_json('[', ']', '1'), r'bad\.json.*exceeded max depth'),
    ('nested JSON, open', lambda: '{"a":[' * DEEP, r'bad\.json'),
    ('lists in lists of objects', lambda: json.dumps({'apiVersion': 'v1', 'kind': 'List', 'items': []})[:-2]
     + '{"apiVersion":"v1","kind":"List","items":[' * DEEP, r'bad\.json'),
    ('NUL byte', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: "a\0b"\n',
     r'bad\.yaml.*control characters are not allowed'),
    ('NUL byte, bare', 'apiVersion: v1\nkind: Pod\0\nmetadata: {name: a}\n', r'bad\.yaml.*control characters are not allowed'),
    ('NUL bytes only', lambda: '\0' * 100000, r'bad\.yaml.*control characters are not allowed'),
    ('NUL byte in JSON', '{"apiVersion":"v1","kind":"Pod\0"}', r"bad\.json.*invalid character '\\x00'|bad\.json.*control"),
    ('escaped NUL in JSON', '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a\\u0000b"}}', r'Invalid value: "a\\x00b"'),
    ('integer beyond 64 bits', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: 99999999999999999999}\n',
     r'bad\.yaml.*cannot unmarshal number'),
    ('integer beyond 64 bits, JSON', '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":'
     '{"replicas":-99999999999999999999}}', r'bad\.json.*cannot unmarshal number'),
    ('integer beyond 32 bits', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: 4294967297}\n',
     r'bad\.yaml.*cannot unmarshal number 4294967297'),
    ('number beyond all bounds', '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":1e400}}',
     r'bad\.json.*cannot unmarshal'),
    ('a number of a million digits', lambda: config_map('{a: %s}' % ('9' * 1000000)), r'bad\.yaml|ConfigMap'),
    ('a quantity beyond all bounds', lambda: POD % ('', ', resources: {requests: {cpu: "1%s"}}' % ('0' * 100000)), r'.'),
    ('a quantity with a large exponent', lambda: POD % ('', ', resources: {requests: {cpu: "1e999999999"}}'), r'.'),
    ('terminal escapes in a name', lambda: (POD % ('', '')).replace('name: p', 'name: "\\e[31mred"'), r'\\x1b\[31mred'),
    ('terminal escapes in a kind', 'apiVersion: v1\nkind: "\\e]0;title\\a"\nmetadata: {name: x}\n', r'no matches for kind'),
    ('terminal escapes in JSON', '{"apiVersion":"v1","kind":"\\u001b[2J","metadata":{"name":"x"}}', r'no matches for kind'),
    ('terminal escapes in a broken document', '\x1b[31m: [\n', r'bad\.yaml.*control characters are not allowed'),
    ('a separator with escapes', '--- \x1b[31mx\n', r'invalid Yaml document separator'),
    ('a million empty documents', lambda: '---\n' * MIB, r'no objects passed to apply'),
    ('a million documents', lambda: '---\na: 1\n' * MIB, r'error validating "bad\.yaml"'),
    ('a key of a million bytes', lambda: 'a' * MIB + ': b\n', r'bad\.yaml'),
    ('a million open quotes', lambda: '"' * MIB, r'bad\.yaml'),
    ('a million anchors', lambda: '&a ' * MIB, r'bad\.yaml'),
    ('a million keys', lambda: ''.join('k%d: v\n' % i for i in range(MIB)), r'bad\.yaml'),
    ('two million list items', lambda: 'a: [%s]\n' % ','.join(['1'] * (2 * MIB)), r'bad\.yaml'),
    ('a million colons', lambda: ':' * MIB, r'bad\.yaml'),
    ('a million question marks', lambda: '?\n' * MIB, r'bad\.yaml'),
    ('a million tags', lambda: '! ' * MIB, r'bad\.yaml'),
    ('a million percent signs', lambda: '%\n' * MIB, r'bad\.yaml'),
    ('deep indentation', lambda: (' ' * 1000 + 'a: b\n') * 20000, r'bad\.yaml'),
    ('invalid UTF-8', b'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "\xff\xfe"}\n', r'invalid|Invalid'),
    ('only a byte order mark', b'\xef\xbb\xbf', r'no objects passed to apply|bad\.yaml'),
    ('UTF-16', lambda: 'apiVersion: v1\n'.encode('utf-16'), r'bad\.yaml|no objects'),
]


class Rows:
    def __init__(self, report, stage):
        self.report, self.stage = report, stage
        self.limits = not os.environ.get('SKIFF_NO_LIMITS')

    def run(self, what, args, expected, status=1, stdin=None, environment=None):
        """One command, measured. `expected` is a pattern for stdout and stderr together, None for: no matter."""
        out = open(self.stage.path('out'), 'w+b')
        begin = time.monotonic()
        process = self.stage.start(*args, stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                   environment=environment or {})
        stop = threading.Timer(60, process.kill)
        stop.start()
        _, wait_status, usage = os.wait4(process.pid, 0)
        stop.cancel()
        passed = time.monotonic() - begin
        took = usage.ru_utime + usage.ru_stime
        process.returncode = os.waitstatus_to_exitcode(wait_status)
        out.seek(0)
        text = out.read(4 * MIB)
        out.close()
        peak = usage.ru_maxrss * 1024
        shown = text[:200].decode(errors='replace').split('\n')[0]
        print('%-44s %6.3f s %6.1f MiB  %s' % (what, took, peak / MIB, shown[:110].encode('unicode_escape').decode()), flush=True)
        check = self.report.check
        if status is not None:
            check(process.returncode == status, '%s: exit status %d: %s' % (what, process.returncode, shown))
        check(process.returncode in (0, 1), '%s: exit status %d: %s' % (what, process.returncode, shown))
        if expected is not None:
            check(re.search(expected, text.decode(errors='replace'), re.DOTALL), '%s: %r does not match %r' %
                  (what, text[:600], expected))
        control = re.search(rb'[\x00-\x08\x0b\x0e-\x1f\x7f]|\xc2[\x80-\x9f]', text)
        if control and '-o json' in what:
            control = control.group()[0] != 0xc2  # encoding/json leaves U+0080 to U+009F as they are, and so does kubectl
        check(not control, '%s: the terminal gets a control sequence: %r' % (what, text[:300]))
        if self.limits:
            check(took <= SECONDS_MOST, '%s: took %.1f s of a processor (%.1f s passed)' % (what, took, passed))
            check(peak <= MEMORY_MOST, '%s: took %d MiB' % (what, peak // MIB))

    def manifest(self, what, content, expected, status=1):
        content = content() if callable(content) else content
        name = 'bad.json' if 'JSON' in what or content[:2] == '{"' else 'bad.yaml'
        self.stage.write(name, content)
        self.run(what, ['apply', '-f', name], expected, status=None if expected == '.' else status)


def sizes(rows):
    path = rows.stage.path('huge.yaml')
    with open(path, 'wb') as file:
        file.write(b'apiVersion: v1\nkind: ConfigMap\n')
        file.truncate(200 * MIB)
    too_long = r'huge\.yaml is 209715200 bytes long: nothing longer than 64 MiB is read'
    rows.run('200 MB manifest', ['apply', '-f', path], too_long)
    rows.run('200 MB manifest, validated', ['create', '--dry-run=client', '-f', path], too_long)
    rows.run('200 MB patch', ['patch', 'namespace', 'default', '--patch-file', path], too_long)
    rows.run('200 MB of data', ['create', 'configmap', 'c', '--from-file', path], too_long)
    rows.run('200 MB template', ['get', 'pods', '-o', 'jsonpath-file=' + path], too_long)
    os.mkdir(rows.stage.path('folder'))
    os.rename(path, rows.stage.path('folder/huge.yaml'))
    rows.run('200 MB in a folder', ['apply', '-f', 'folder'], too_long)
    rows.stage.write('folder/kustomization.yaml', 'resources: [huge.yaml]\n')
    rows.run('200 MB in a kustomization', ['apply', '-k', 'folder'], too_long)
    with open('/dev/zero', 'rb') as zeros:
        rows.run('endless standard input', ['apply', '-f', '-'], r'STDIN has no end in sight', stdin=zeros)
    rows.run('endless file', ['apply', '-f', '/dev/zero'], r'/dev/zero has no end in sight')


def arguments(rows):
    many = 12000
    rows.run('nested patch', ['patch', 'namespace', 'default', '-p', '{"a":' * 20000 + '1' + '}' * 20000], r'rror')
    rows.run('nested merge patch', ['patch', 'namespace', 'default', '--type=merge', '-p', '{"a":' * 20000 + '1' + '}' * 20000],
             r'rror')
    rows.run('nested patch in YAML', ['patch', 'namespace', 'default', '-p', 'a: ' + '[' * 50000], r'exceeded max depth')
    rows.run('JSON patch far out', ['patch', 'namespace', 'default', '--type=json', '-p',
                                    '[{"op":"add","path":"/metadata/finalizers/99999999999999999999","value":"a/b"}]'], r'rror')
    rows.run('JSON patch that doubles', ['patch', 'namespace', 'default', '--type=json', '-p', json.dumps(
        [{'op': 'add', 'path': '/metadata/annotations', 'value': {'a': 'x'}}] +
        [{'op': 'copy', 'from': '/metadata', 'path': '/metadata/annotations/m%d' % i} for i in range(30)])], r'rror')
    rows.run('a long selector', ['get', 'pods', '-l', ','.join('k%d=v' % i for i in range(many))], r'No resources found', status=0)
    rows.run('a selector with brackets', ['get', 'pods', '-l', 'a in (' + '(' * 60000], r'rror')
    rows.run('a long field selector', ['get', 'pods', '--field-selector', ','.join(['metadata.name=a'] * 7000)],
             r'No resources found', status=0)
    rows.run('jsonpath, deep brackets', ['get', 'namespaces', '-o', 'jsonpath=' + '{' * 60000], r'rror')
    rows.run('jsonpath, deep ranges', ['get', 'namespaces', '-o', 'jsonpath=' + '{range .items[*]}' * 6000], r'rror')
    rows.run('jsonpath, deep filters', ['get', 'namespaces', '-o', 'jsonpath={' + '[?(@.a' * 15000], r'rror')
    rows.run('jsonpath, long chain', ['get', 'namespaces', '-o', 'jsonpath={' + '.a' * 60000 + '}'], None, status=None)
    rows.run('jsonpath, descent on descent', ['get', 'namespaces', '-o', 'jsonpath={' + '..*' * 40 + '}'], None, status=None)
    rows.run('jsonpath, far slices', ['get', 'namespaces', '-o', 'jsonpath={.items[-9999999999:99999999999:1]}'], None, status=None)
    rows.run('jsonpath, step 0', ['get', 'namespaces', '-o', 'jsonpath={.items[0:3:0]}'], None, status=None)
    rows.run('template that calls itself', ['get', 'namespaces', '-o', 'go-template={{define "a"}}{{template "a" .}}{{end}}'
                                            '{{template "a" .}}'], r'exceeded maximum template depth')
    rows.run('template, deep', ['get', 'namespaces', '-o', 'go-template=' + '{{if true}}' * 10000], r'rror')
    rows.run('template, deep parentheses', ['get', 'namespaces', '-o', 'go-template={{' + '(' * 60000], r'rror')
    rows.run('template, wide printf', ['get', 'namespaces', '-o', 'go-template={{printf "%999999999d" 1}}'], None, status=None)
    rows.run('custom columns, many', ['get', 'namespaces', '-o', 'custom-columns=' + ','.join(['A:.a'] * 10000)], r'A', status=0)
    rows.run('a schedule out of range', ['create', 'cronjob', 'c', '--image=a', '--schedule=' + '*/1,' * 10000 + ' * * * *'],
             None, status=None)
    rows.run('a schedule that never comes', ['create', 'cronjob', 'never', '--image=a', '--schedule=0 0 30 2 *'], r'created',
             status=0)
    rows.run('time that jumps far', ['clock', 'advance', '99999999999h'], r'rror')
    rows.run('time that jumps to the end', ['clock', 'advance', '2540000h'], r'simulated time ends with the year 2149')


def stored_depth(rows):
    """What is accepted at all can be read again, however deep it is."""
    for depth in (300, 480, 485, 490, 495, 500, 512):
        rows.stage.write('deep.json', '{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"r%d"},"revision":1,'
                         '"data":%s}' % (depth, nested_json('{"a":', '}', '1', depth)))
        rows.run('stored %d levels deep' % depth, ['apply', '-f', 'deep.json'], r'created|exceeded max depth', status=None)
        rows.run('apply --server-side', ['apply', '--server-side', '--force-conflicts', '-f', 'deep.json'], None, status=None)
        rows.run('and read again', ['get', 'controllerrevisions', '-o', 'json'], r'"kind": "List"', status=0)
        rows.run('and changed', ['label', 'controllerrevisions', '--all', '--overwrite', 'depth=%d' % depth], None, status=0)
    rows.run('and removed', ['delete', 'controllerrevisions', '--all'], r'deleted', status=0)


def kustomizations(rows):
    for name, text in (('itself', 'resources: [.]\n'), ('circle', 'resources: [../other]\n'), ('other', 'resources: [../circle]\n')):
        os.mkdir(rows.stage.path(name))
        rows.stage.write(name + '/kustomization.yaml', text)
    rows.run('a kustomization of itself', ['kustomize', 'itself'], r'rror')
    rows.run('kustomizations in a circle', ['kustomize', 'circle'], r'rror')


def names(rows):
    """Names of clusters and contexts become names of files."""
    environment = {'SKIFF_STATE': ''}
    home = rows.stage.folder
    before = sorted(os.listdir(home))
    tricks = ['../../escaped', '/tmp/skiff-escaped', '..', '.', '', 'a/b', '.hidden', '-x', 'a\nb', 'x' * 300, '\x1b[31mred', 'a\\b']
    for trick in tricks:
        shown = 'name %r' % trick[:20]
        for args in (['cluster', 'create', '--', trick], ['cluster', 'delete', '--', trick], ['config', 'set-context', '--', trick]):
            if trick or args[1] == 'create':
                rows.run('%s as %s' % (args[1], shown), args, r'cannot be the name of a cluster', environment=environment)
        if trick:
            rows.run('context %s' % shown, ['--context=' + trick, 'get', 'pods'], r'rror: ', environment=environment)
    rows.run('a context that is not there', ['--context=nope', 'get', 'pods'], r'^error: context "nope" does not exist\n$',
             environment=environment)
    rows.stage.must('cluster', 'create', 'good', environment=environment)
    config = rows.stage.path('.config/skiff/config')
    with open(config, encoding='utf-8') as file:
        document = json.load(file)
    document['contexts']['../../escaped'] = {}
    document['current-context'] = '../../escaped'
    with open(config, 'w', encoding='utf-8') as file:
        json.dump(document, file)
    rows.run('a path in the configuration', ['get', 'pods'], r'cannot be the name of a cluster', environment=environment)
    with open(config, 'w', encoding='utf-8') as file:
        file.write('[' * DEEP)
    rows.run('a hostile configuration', ['get', 'pods'], None, status=None, environment=environment)
    os.unlink(config)
    after = sorted(set(os.listdir(home)) - {'out', '.config', '.local'})
    rows.report.check(after == sorted(set(before) - {'out'}), 'files appeared: %s' % (set(after) - set(before)))
    other = rows.stage.write('precious.txt', 'not a cluster')
    rows.run('delete a file of another kind', ['cluster', 'delete', '--state', other], r'is not a state file of skiff')
    rows.report.check(os.path.exists(other), 'cluster delete has removed a file of another kind')


def escapes(rows):
    """What objects say is shown, not obeyed."""
    evil = '\\e]0;owned\\a\\e[2J\\u009b31m'
    pod = ('apiVersion: v1\nkind: Pod\nmetadata: {name: q, annotations: {note: "%s"}}\nspec:\n  containers:\n  - name: c\n'
           '    image: nginx\n    command: ["echo", "%s"]\n    env: [{name: A, value: "%s"}]\n' % (evil, evil, evil))
    event = ('apiVersion: v1\nkind: Event\nmetadata: {name: e}\ninvolvedObject: {kind: Pod, name: q, namespace: default}\n'
             'reason: "R%s"\nmessage: "%s"\ntype: Normal\nsource: {component: "%s"}\n' % (evil, evil, evil))
    config = config_map('{a: "%s", b: "line\\n%s"}' % (evil, evil))
    secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: "%s"\nstringData: {a: b}\n' % evil
    ingress = ('apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: sc}\nprovisioner: a.b/c\n'
               'parameters: {a: "%s"}\n' % evil)
    priority = ('apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: pc}\nvalue: 1\ndescription: "%s"\n' % evil)
    rows.stage.write('evil.yaml', '---\n'.join([pod, event, config, secret, ingress, priority]))
    rows.run('escapes in fields', ['apply', '-f', 'evil.yaml'], r'pod/q created', status=0)
    rows.run('settle', ['clock', 'settle'], None, status=0)
    shows = [['get', 'pods', '-o', 'wide'], ['get', 'pods', '--show-labels'], ['get', 'pods', '-L', 'a'], ['get', 'events'],
             ['get', 'events', '-o', 'wide'], ['events'], ['describe', 'pod', 'q'], ['describe', 'configmap', 'c'],
             ['describe', 'secret', 's'], ['get', 'secrets'], ['describe', 'events'], ['describe', 'storageclass', 'sc'],
             ['describe', 'priorityclass', 'pc'], ['get', 'pods,configmaps,events', '-o', 'yaml'],
             ['get', 'pods,configmaps,events', '-o', 'json'], ['get', 'pods', '-o', 'kyaml'],
             ['get', 'pods', '-o', 'custom-columns=A:.metadata.annotations.note'], ['history'], ['get', 'all'],
             ['apply', 'view-last-applied', 'pod/q']]
    for args in shows:
        rows.run('show: ' + ' '.join(args), args, None, status=None)
    wrong = [['get', 'pod', '\x1b[31mp'], ['get', '\x1b[31mpods'], ['\x1b[31m'], ['get', 'pods', '-o', '\x1b[31m'], ['get', '--\x1b[31m'],
             ['scale', 'deployment', '\x1b]0;x\x07', '--replicas=1'], ['scale', 'deployment/x', '--replicas=\x1b[31m'],
             ['apply', '-f', '\x1b[31m.yaml'], ['get', 'pods', '-l', '\x1b[31m'], ['label', 'pod/p', 'a=\x1b[31m'],
             ['annotate', 'pod/p', '\x1b[31m'], ['patch', 'pod/p', '-p', '\x1b[31m'], ['-n', '\x1b[31m', 'get', 'pod', 'x'],
             ['create', 'configmap', '\x1b[31m'], ['create', 'namespace', 'x\x1b[31m'], ['get', 'pods', '--state', '\x1b[31m/'],
             ['create', 'configmap', 'x', '--from-literal=\x1b[31m=a'], ['get', 'pods', '-o', 'jsonpath={\x1b[31m}'],
             ['get', 'pods', '-o', 'go-template={{\x1b[31m}}'], ['wait', 'pod/p', '--for=\x1b[31m'], ['rollout', '\x1b[31m'],
             ['exec', 'p', '-c', '\x1b[31m', '--', 'true'], ['logs', 'p', '-c', '\x1b[31m'], ['explain', '\x1b[31m'],
             ['cp', '\x1b[31m'], ['config', 'use-context', '\x1b[31m'], ['clock', 'advance', '\x1b[31m']]
    for args in wrong:
        rows.run('wrong: ' + ' '.join(args).encode('unicode_escape').decode(), args, None, status=1)


def main():
    report = Report()
    stage = Stage(sys.argv[1])
    rows = Rows(report, stage)
    stage.must('cluster', 'create')
    for what, content, expected in MANIFESTS:
        rows.manifest(what, content, expected)
    sizes(rows)
    arguments(rows)
    stored_depth(rows)
    kustomizations(rows)
    names(rows)
    escapes(rows)
    report.finish()


if __name__ == '__main__':
    main()
