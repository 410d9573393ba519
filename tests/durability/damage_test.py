#!/usr/bin/env python3
"""What users are told when a state file is not as it should be: damage_test.py PROGRAM

Each case breaks one thing, runs the program, and looks at the exit status, at what is said (what is wrong, what is safe,
what to do), and at the file, which nobody may have made worse.
"""
import os
import resource
import signal
import stat
import sys

from program import Report, Stage, StateFile, forged

WRITE = ['create', 'configmap', 'new', '--from-literal=a=b']
READ = ['get', 'namespaces', '-o', 'name']


def read(path):
    with open(path, 'rb') as file:
        return file.read()


class Case:
    """A cluster of its own with a few transactions."""

    def __init__(self, report, program, name):
        self.report, self.name = report, name
        self.stage = Stage(program)
        self.stage.must('create', 'deployment', 'web', '--image=nginx')
        self.stage.must('clock', 'settle')
        self.stage.must('create', 'configmap', 'last', '--from-literal=a=b')
        self.text = read(self.stage.state)
        self.named = 'the state file "%s"' % self.stage.state

    def put(self, text):
        self.text = text
        self.stage.write('sim.jsonl', text)

    def check(self, holds, what):
        self.report.check(holds, '%s: %s' % (self.name, what))

    def refused(self, args, *said, untouched=True, **more):
        status, out, err = self.stage.run(*args, **more)
        self.check(status == 1 and out == '', '%s: exit status %d, output %r' % (args, status, out))
        self.check(err.startswith('error: '), '%s: says %r' % (args, err))
        for part in said:
            self.check(part in err, '%s: %r is not in %r' % (args, part, err))
        if untouched:
            self.check(read(self.stage.state) == self.text, '%s: the file was changed' % args)

    def works(self, args, *said, **more):
        status, out, err = self.stage.run(*args, **more)
        self.check(status == 0, '%s: exit status %d: %s' % (args, status, err))
        for part in said:
            self.check(part in out + err, '%s: %r is not in %r' % (args, part, out + err))
        if not said:
            self.check(err == '', '%s: says %r' % (args, err))
        return out

    def last_transaction(self):
        """Where the last transaction begins, and where its commit line does."""
        commit = self.text.rindex(b'\n{"commit":') + 1
        return self.text.rindex(b'\n{"commit":', 0, commit - 1), commit


def torn_tail(case):
    begin, _ = case.last_transaction()
    begin = case.text.index(b'\n', begin + 1) + 1
    for size in (1, 20, len(case.text) - begin - 1):
        case.put(case.text[:begin] + (case.text[begin:begin + size] if size > 1 else b'{'))
        out = case.works(['get', 'configmaps', '-o', 'name'], case.named + ' ended in ',
                         'of a command that was interrupted; they were cut off, the cluster is as it was before that command')
        case.check('last' not in out and 'kube-root-ca.crt' in out or out == '', 'shows %r' % out)
        case.check(read(case.stage.state)[:begin] == case.text[:begin], 'more than the tail was cut')
        case.works(WRITE)
        case.stage.must('delete', 'configmap', 'new')
        case.text = case.text[:begin] + b'{"put":"configmaps/default/last","rv":1,"at":"2026-01-01T00:00:00Z","by":"x"'


def flipped_in_the_tail(case):
    begin, commit = case.last_transaction()
    case.put(case.text[:commit - 20] + b'!' + case.text[commit - 19:])
    case.works(READ, 'cut off', '(the bytes are kept in "%s.cut-1")' % case.stage.state)
    case.check(case.text.endswith(read(case.stage.state + '.cut-1')), 'what was cut is not kept')
    case.works(WRITE)


def flipped_in_the_middle(case):
    at = case.text.index(b'deployments.apps/default/web') + 200
    line = case.text.count(b'\n', 0, at) + 1
    case.put(case.text[:at] + bytes([case.text[at] ^ 4]) + case.text[at + 1:])
    for args in (READ, WRITE):
        case.refused(args, case.named + ' is damaged in line ', 'Nothing was changed.',
                     '`skiff cluster repair` saves what can be saved and keeps the original beside it')
    damaged = case.text
    out = case.works(['cluster', 'repair'], 'repaired; as it was it is kept in %s.damaged-1' % case.stage.state)
    case.check('intact transaction' in out and 'saved from behind the damage' in out, 'repair says %r' % out)
    case.check(read(case.stage.state + '.damaged-1') == damaged, 'the original (line %d) is not kept' % line)
    out = case.works(['get', 'configmaps', '-o', 'name'])
    case.check('configmap/last' in out, 'what stood behind the damage is lost: %r' % out)
    case.works(['clock', 'settle'])
    case.works(WRITE)
    case.works(['cluster', 'repair'], 'is sound', 'nothing to repair')
    case.check(not os.path.exists(case.stage.state + '.damaged-2'), 'a sound file was repaired')


def lost_line(case):
    lines = case.text.split(b'\n')
    del lines[10]
    case.put(b'\n'.join(lines))
    case.refused(WRITE, 'is damaged in line ', 'does not match its lines')


def empty_file(case):
    case.put(b'')
    case.works(WRITE, 'Created the cluster "sim" in %s\n' % case.stage.state)
    case.works(READ)


def missing_file(case):
    os.unlink(case.stage.state)
    case.works(READ, 'Created the cluster "sim" in %s\n' % case.stage.state)
    case.check(stat.S_IMODE(os.stat(case.stage.state).st_mode) == 0o600, 'others can read it')


def other_kind(case):
    for text in (b'apiVersion: v1\nkind: Pod\n', b'\x7fELF\x02\x01\x01\0\0\0', b'{"a":1}\n{"b":2}\n', b'hello', b'\n', b'\0' * 5000):
        case.put(text)
        for args in (READ, WRITE, ['cluster', 'repair'], ['cluster', 'delete']):
            case.refused(args + ['--state', case.stage.state], 'is not a state file of skiff, and was left untouched.',
                         'name a file that `skiff cluster create` has made, or one that does not exist yet')


def newer_version(case):
    case.put(case.text.replace(b'"version":1}', b'"version":2}', 1).replace(b'"object":', b'"whole":'))
    for args in (READ, WRITE, ['cluster', 'repair']):
        case.refused(args, 'has format version 2, which is newer than this skiff reads (version 1), and was left untouched.',
                     'Use the newer skiff')


def flipped_version(case):
    """The checksum of the first transaction tells a damaged version from a newer one."""
    case.put(case.text.replace(b'"version":1}', b'"version":3}', 1))
    case.refused(WRITE, 'has format version 3')
    case.works(['cluster', 'repair'], 'repaired')
    case.works(['get', 'configmap', 'last'], 'last')


def forged_line(case):
    """What no disk does, but somebody may: right checksums around a line that cannot be read."""
    case.check(forged(case.text) == case.text, 'the checksums are not the published XXH64')
    at = case.text.index(b'"object":', case.text.index(b'{"put":"deployments.apps/default/web"'))
    line = case.text.count(b'\n', 0, at) + 1
    case.put(forged(case.text[:at + 10] + b'}' + case.text[at + 11:]))
    said = 'error: the state file is damaged in line %d: it cannot be read. Nothing was changed. `skiff cluster repair`' % line
    status, out, err = case.stage.run('scale', 'deployment/web', '--replicas=4')
    case.check((status, out) == (1, '') and err.startswith(said), 'says %d %r %r' % (status, out, err))
    case.check(read(case.stage.state) == case.text, 'it was written to')
    case.put(forged(case.text[:at - 40] + b'#' + case.text[at - 39:]))
    case.works(['cluster', 'repair'], 'unreadable line')
    case.works(WRITE)
    case.works(READ)


def many_rows(case):
    """Of very many objects two processes make the rows; what only the second one reads is told once, too."""
    names = ['many-%05d' % number for number in range(20001)]
    case.stage.must('create', '-f', '-', input=''.join('---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n' % name
                                                      for name in names))
    rows = case.works(['get', 'configmaps', '--no-headers'], 'last').split('\n')[:-1]
    case.check([row.split()[0] for row in rows] == ['kube-root-ca.crt', 'last'] + names, 'rows are missing or out of order')
    case.check(os.path.exists(case.stage.state + '.index'), 'what an index file covers is not looked at before it is shown')
    text = read(case.stage.state)
    at = text.index(b'many-19999') + 60
    case.put(text[:at] + bytes([text[at] ^ 4]) + text[at + 1:])
    status, out, err = case.stage.run('get', 'configmaps')
    case.check((status, out) == (1, '') and err.count('error: ') == 1 and 'damaged in line' in err,
               'says %d %r %r' % (status, out[:80], err))


def nobody():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


def read_only(case):
    """The superuser may write everything, so it is somebody else who tries."""
    as_other = {'preexec_fn': nobody} if os.getuid() == 0 else {}
    os.chmod(case.stage.folder, 0o777)
    os.chmod(case.stage.state, 0o444)
    os.chmod(case.stage.state + '.lock', 0o666)
    case.works(READ, 'namespace/default', **as_other)
    case.refused(WRITE, case.named + ' could not be written: Permission denied. The cluster is as it was before this command',
                 'commands that only read still work', 'make the file and its folder writable, or work on a copy', **as_other)
    os.unlink(case.stage.state + '.lock')
    os.chmod(case.stage.folder, 0o555)
    case.works(READ, 'namespace/default', **as_other)
    case.refused(WRITE, 'Permission denied', 'Nothing was changed; commands that only read still work', **as_other)
    os.chmod(case.stage.folder, 0o700)


def full_disk(case):
    """A limit on the size of files is as full as a disk can be made without a disk of one's own."""
    def limit(more):
        def set_limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(case.text) + more, resource.RLIM_INFINITY))
        return set_limit
    for more in (0, 1, 100, 300):
        case.refused(WRITE, case.named + ' could not be written: File too large. The cluster is as it was before this command',
                     preexec_fn=limit(more))
    case.works(READ, 'namespace/default', preexec_fn=limit(0))
    case.works(WRITE)


def missing_folder(case):
    path = case.stage.path('not/there/yet/sim.jsonl')
    case.works(WRITE + ['--state', path], 'Created the cluster')
    case.check(StateFile(path).transactions >= 1, 'nothing was written')
    case.refused(WRITE + ['--state', case.stage.path('sim.jsonl/x/sim.jsonl')], 'The folder "'.lower(),
                 'for the state file cannot be made: Not a directory. Name another place with --state or SKIFF_STATE')
    case.refused(WRITE + ['--state', case.stage.folder], 'cannot be opened: Is a directory. --state and SKIFF_STATE name a file')


def removed_in_use(case):
    """By the editor, which runs while the command has the file open."""
    copy = case.stage.write('copy.jsonl', case.text)
    change = 'sed -i s/a:.b/a:\\ c/ "$1"\n'
    for what in ('rm "%s"' % case.stage.state, 'cp "%s" x; mv x "%s"' % (copy, case.stage.state)):
        case.put(case.text)
        editor = case.stage.write('editor.sh', '#!/bin/sh\n%s\n%s' % (what, change))
        os.chmod(editor, 0o755)
        status, out, err = case.stage.run('edit', 'configmap', 'last', environment={'KUBE_EDITOR': editor})
        case.check(status == 1 and out == '', 'exit status %d, %r' % (status, out))
        case.check(case.named + ' was removed or replaced while this command ran. Nothing of this command was saved' in err and
                   '`skiff cluster create`' in err, 'says %r' % err)
        case.check(not os.path.exists(case.stage.state) or read(case.stage.state) == case.text, 'the new file was changed')


def bulk(stage):
    """Makes most of a file superseded."""
    for number in range(3):
        stage.must('create', 'configmap', 'bulk', '--from-literal=a=' + 'x' * 120000)
        stage.must('delete', 'configmap', 'bulk')


def link(case):
    """All who name the same file wait for the same lock, and a compaction replaces the file, not the link."""
    os.mkdir(case.stage.path('other'))
    through = case.stage.path('other/link.jsonl')
    os.symlink('../sim.jsonl', through)
    case.works(WRITE + ['--state', through])
    case.check(os.path.islink(through) and not os.path.exists(through + '.lock'), 'the link was taken for the file')
    compacting = {'SKIFF_HISTORY': '1', 'SKIFF_COMPACT_ABOVE': '1'}
    bulk(case.stage)
    size = os.path.getsize(case.stage.state)
    for number in range(2):
        case.works(['annotate', '--overwrite', 'configmap/new', 'n=%d' % number, '--state', through], 'annotated',
                   environment=compacting)
    case.check(os.path.islink(through) and os.path.getsize(case.stage.state) < size, 'it was not compacted in its place')
    case.works(['get', 'configmap', 'new'], 'new')


def history_setting(case):
    """What SKIFF_HISTORY keeps is there for `history`; a file that is small stays as it is."""
    bulk(case.stage)
    for number in range(10):
        case.stage.must('annotate', '--overwrite', 'configmap/last', 'n=%d' % number)
    before = StateFile(case.stage.state)
    case.stage.must('annotate', '--overwrite', 'configmap/last', 'n=x')
    case.check(StateFile(case.stage.state).transactions == before.transactions + 1, 'a small file was compacted')
    case.works(READ, 'namespace/', environment={'SKIFF_HISTORY': '7', 'SKIFF_COMPACT_ABOVE': '1'})
    after = StateFile(case.stage.state)
    case.check(after.transactions == 8, '%d transactions are left, should be 7 and their base' % after.transactions)
    case.check(after.objects['configmaps/default/last']['metadata']['annotations']['n'] == 'x', 'the last change is lost')
    case.check(set(after.objects) == set(before.objects), 'objects were lost or came back')
    for name in ('SKIFF_HISTORY', 'SKIFF_COMPACT_ABOVE', 'SKIFF_INDEX_ABOVE'):
        status, _, err = case.stage.run(*READ, environment={name: 'some'})
        case.check(status == 1 and err == 'error: %s must be a whole number, not "some"\n' % name, '%s: %r' % (name, err))


def unusable_lock(case):
    os.unlink(case.stage.state + '.lock')
    os.mkdir(case.stage.state + '.lock')
    case.refused(WRITE, 'the lock file "%s.lock" cannot be used: Is a directory. Nothing was changed' % case.stage.state)
    case.works(READ, 'namespace/default')


def interrupted_compaction(case):
    """What a stopped compaction has left beside the file means nothing."""
    case.stage.write('sim.jsonl.new', case.text[:len(case.text) // 2])
    case.works(WRITE)
    case.works(READ)


def main():
    report = Report()
    cases = [torn_tail, flipped_in_the_tail, flipped_in_the_middle, lost_line, empty_file, missing_file, other_kind,
             newer_version, flipped_version, forged_line, read_only, full_disk, missing_folder, removed_in_use, link, history_setting, unusable_lock,
             interrupted_compaction, many_rows]
    for run in cases:
        run(Case(report, sys.argv[1], run.__name__))
    report.finish('%d kinds of damage' % len(cases))


if __name__ == '__main__':
    main()
