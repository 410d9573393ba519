#!/usr/bin/env python3
"""Many processes on one state file: concurrency_test.py PROGRAM

16 at a time, 100 commands each (SKIFF_WORKERS, SKIFF_COMMANDS say otherwise), on objects of their own and on common ones.
Whatever exited 0 must be in the state, and resourceVersions in the journal must follow one another without a gap. Then: who
waits for whom, what is said about it, and who waits for nobody.
"""
import fcntl
import os
import random
import sys
import threading
import time

from program import Report, Stage, StateFile, merged

WORKERS = int(os.environ.get('SKIFF_WORKERS', '16'))
COMMANDS = int(os.environ.get('SKIFF_COMMANDS', '100'))

CONFIGMAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {value: "%s"}\n'
CONFLICT = ('Error from server (Conflict): Operation cannot be fulfilled on configmaps "shared": the object has been '
            'modified; please apply your changes to the latest version and try again\n')
WAITING = 'waiting for another command to finish with the state file "%s"\n'


class Worker(threading.Thread):
    """One shell that types one command after another, and remembers what it was told."""

    def __init__(self, stage, number, report):
        super().__init__()
        self.stage, self.number, self.report = stage, number, report
        self.draw = random.Random(number)
        self.replicas = 1         # of its own deployment
        self.mine = None          # the value in its own configmap, None if there is none
        self.labels = []          # values it has given to its label of the shared deployment
        self.increments = 0
        self.refused = 0
        self.failures = []

    def run(self):
        for turn in range(COMMANDS):
            step = self.draw.choice([self.scale_own, self.apply_own, self.delete_own, self.label_shared, self.label_shared,
                                     self.scale_shared, self.increment, self.increment, self.scale_if_unchanged])
            try:
                step('w%d-%d' % (self.number, turn))
            except AssertionError as failure:
                self.failures.append(str(failure))

    def must(self, *args, **more):
        """With all patience: how long a machine takes for so many commands is not what is tested."""
        return self.stage.must(*args, '--lock-timeout=1h', **more)

    def try_it(self, *args):
        return self.stage.run(*args, '--lock-timeout=1h')

    def without_notice(self, err):
        """On a slow machine somebody has to wait for more than a second, and is told so."""
        return err.replace(WAITING % self.stage.state, '')

    def scale_own(self, value):
        wanted = self.draw.randrange(4)
        self.must('scale', 'deployment/own-%d' % self.number, '--replicas=%d' % wanted)
        self.replicas = wanted

    def apply_own(self, value):
        self.must('apply', '-f', '-', input=CONFIGMAP % ('own-%d' % self.number, value))
        self.mine = value

    def delete_own(self, value):
        self.must('delete', 'configmap', 'own-%d' % self.number, '--ignore-not-found')
        self.mine = None

    def label_shared(self, value):
        self.must('label', '--overwrite', 'deployment/shared', 'worker-%d=%s' % (self.number, value))
        self.labels.append(value)

    def scale_shared(self, value):
        self.must('scale', 'deployment/shared', '--replicas=%d' % self.draw.randrange(4))

    def increment(self, value):
        """What a careful script does: read, add one, write if nobody has written meanwhile."""
        read = self.must('get', 'configmap', 'shared', '-o',
                               'jsonpath={.metadata.resourceVersion} {.metadata.annotations.count}')
        version, count = read.split()
        status, out, err = self.try_it('annotate', '--overwrite', 'configmap/shared', 'count=%d' % (int(count) + 1),
                                          '--resource-version=' + version)
        if status == 0:
            self.increments += 1
        else:
            self.refused += 1
            assert (out, self.without_notice(err)) == ('', CONFLICT), (out, err)

    def scale_if_unchanged(self, value):
        version = self.must('get', 'deployment', 'shared', '-o', 'jsonpath={.metadata.resourceVersion}')
        status, out, err = self.try_it('scale', 'deployment/shared', '--replicas=2', '--resource-version=' + version)
        if status != 0:
            self.refused += 1
            err = self.without_notice(err)
            assert err.startswith('error: Expected resource version to be %s, was ' % version), err


def many_workers(report, program):
    stage = Stage(program)
    stage.environment.update(SKIFF_HISTORY='1000000', SKIFF_COMPACT_ABOVE=str(1 << 40), SKIFF_INDEX_ABOVE='100000')
    stage.must('create', 'deployment', 'shared', '--image=nginx')
    stage.must('apply', '-f', '-', input=CONFIGMAP % ('shared', 'x'))
    stage.must('annotate', 'configmap', 'shared', 'count=0')
    for number in range(WORKERS):
        stage.must('create', 'deployment', 'own-%d' % number, '--image=nginx')
    workers = [Worker(stage, number, report) for number in range(WORKERS)]
    begin = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    took = time.monotonic() - begin
    for worker in workers:
        for failure in worker.failures:
            report.check(False, 'worker %d: %s' % (worker.number, failure))

    file = StateFile(stage.state)
    report.check(file.torn == b'', 'something is left behind the last transaction: %r' % file.torn[:200])
    versions = [change[0] for change in file.changes]
    report.check(versions == list(range(1, len(versions) + 1)), 'resourceVersions have gaps or repeat')
    shared = file.objects['deployments.apps/default/shared']
    for worker in workers:
        own = file.objects['deployments.apps/default/own-%d' % worker.number]
        report.check(own['spec']['replicas'] == worker.replicas, 'own-%d: %d replicas, should be %d' %
                     (worker.number, own['spec']['replicas'], worker.replicas))
        mine = file.objects.get('configmaps/default/own-%d' % worker.number)
        report.check((mine and mine['data']['value']) == worker.mine, 'configmap own-%d: %r, should hold %r' %
                     (worker.number, mine, worker.mine))
        if worker.labels:
            label = shared['metadata']['labels'].get('worker-%d' % worker.number)
            report.check(label == worker.labels[-1], 'label worker-%d is %r, should be %r' %
                         (worker.number, label, worker.labels[-1]))
    seen = labels_ever(stage.state)
    for worker in workers:
        for value in worker.labels:
            report.check(('worker-%d' % worker.number, value) in seen, 'label %s was never in the file' % value)
    count = file.objects['configmaps/default/shared']['metadata']['annotations']['count']
    increments = sum(worker.increments for worker in workers)
    report.check(int(count) == increments, 'counted to %s in %d increments' % (count, increments))
    refused = sum(worker.refused for worker in workers)
    report.check(refused > 0, 'nobody ever got in the way of another')
    return '%d x %d commands in %.1f s; %d changes, %d increments, %d conflicts' % (
        WORKERS, COMMANDS, took, len(versions), increments, refused)


def labels_ever(path):
    """Every label that any version of the shared deployment had."""
    import json
    seen, document = set(), {}
    with open(path, encoding='utf-8') as file:
        for line in file:
            change = json.loads(line)
            if 'deployments.apps/default/shared' not in (change.get('put'), change.get('patch')):
                continue
            document = change['object'] if 'object' in change else merged(document, change['merge'])
            seen.update(document['metadata'].get('labels', {}).items())
    return seen


class Held:
    """Another command that has the lock."""

    def __init__(self, stage):
        self.file = open(stage.state + '.lock', 'w')
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def release(self):
        self.file.close()


def lock_rows(report, program):
    stage = Stage(program)
    stage.must('create', 'deployment', 'web', '--image=nginx')
    with open(stage.state, 'rb') as file:
        before = file.read()
    waiting = WAITING % stage.state

    held = Held(stage)
    patient = stage.start('scale', 'deployment/web', '--replicas=7')
    status, out, err = stage.run('scale', 'deployment/web', '--replicas=5', '--lock-timeout=1500ms')
    report.check((status, out) == (1, ''), 'a writer that gives up: status %d, %r' % (status, out))
    report.check(err == waiting + 'error: the state file "%s" is in use by another command, and was still after 1.5s. '
                 'Nothing was changed; run the command again, or let it wait longer with --lock-timeout\n' % stage.state,
                 'a writer that gives up says %r' % err)
    status, out, err = stage.run('scale', 'deployment/web', '--replicas=5', '--lock-timeout=0s')
    report.check(status == 1 and 'is in use by another command' in err and waiting not in err,
                 'a writer that does not wait: %d, %r' % (status, err))
    # The one with patience has said so by now, on stderr and at once, not at its end.
    os.set_blocking(patient.stderr.fileno(), False)
    said = patient.stderr.read() or b''
    report.check(said.decode() == waiting, 'a writer that waits says %r' % said)
    status, out, err = stage.run('get', 'deployment', 'web', '-o', 'jsonpath={.spec.replicas}')
    report.check((status, out, err) == (0, '1', ''), 'a reader beside a writer: %r' % ((status, out, err),))
    with open(stage.state, 'rb') as file:
        report.check(file.read() == before, 'whoever gave up or read has changed the file')
    held.release()
    report.check(patient.wait() == 0, 'the writer with patience failed')
    report.check(stage.must('get', 'deployment', 'web', '-o', 'jsonpath={.spec.replicas}') == '7', 'it was not written')
    status, _, err = stage.run('scale', 'deployment/web', '--replicas=5', '--lock-timeout=soon')
    report.check(status == 1 and 'invalid argument "soon" for "--lock-timeout" flag' in err, '--lock-timeout=soon: %r' % err)


def default_timeout(report, program):
    """30 s, and that takes 30 s: beside the workers."""
    stage = Stage(program)
    stage.must('create', 'deployment', 'web', '--image=nginx')
    held = Held(stage)
    status, _, err = stage.run('scale', 'deployment/web', '--replicas=5')
    report.check(status == 1 and 'was still after 30s' in err, 'by default: %d, %r' % (status, err))
    held.release()


def nobody_is_kept_waiting(report, program):
    """Commands that are not done although they have done their work: slow readers of output, slow writers of input."""
    stage = Stage(program)
    stage.must('create', 'deployment', 'web', '--image=nginx', '--replicas=40')
    for number in range(3):
        stage.must('create', 'configmap', 'big-%d' % number, '--from-literal=a=' + 'x' * 100000)
    write = ['scale', 'deployment/web', '--lock-timeout=10s']

    reader = stage.start('get', 'configmaps', '-o', 'yaml')  # more than a pipe holds, and nobody reads it
    time.sleep(0.3)
    status, _, err = stage.run(*write, '--replicas=41')
    report.check(status == 0, 'a reader whose output nobody takes keeps writers waiting: %s' % err)
    out, _ = reader.communicate()
    report.check(len(out) > 300000, 'the slow reader got %d bytes' % len(out))

    writer = stage.start('annotate', 'configmaps', '--all', 'a=b', '-o', 'yaml')
    time.sleep(0.3)
    status, _, err = stage.run(*write, '--replicas=42')
    report.check(status == 0, 'a writer whose output nobody takes keeps others waiting: %s' % err)
    writer.communicate()

    # kubectl create … --dry-run=client -o yaml | kubectl apply -f -
    apply = stage.start('apply', '-f', '-', stdin=-1)
    time.sleep(0.3)
    status, out, err = stage.run('create', 'configmap', 'piped', '--from-literal=a=b', '--dry-run=client', '-o', 'yaml',
                                 '--lock-timeout=10s')
    report.check(status == 0, 'a pipeline waits for itself: %s' % err)
    out, err = apply.communicate(out.encode())
    report.check(out == b'configmap/piped created\n', 'apply at the end of a pipeline: %r %r' % (out, err))

    live = Stage(program, clock='auto')
    live.must('create', 'deployment', 'web', '--image=nginx')
    watch = live.start('get', 'deployments', '-w', '--request-timeout=30s')
    first = watch.stdout.readline()
    report.check(first.startswith(b'NAME'), 'a watch begins with %r' % first)
    status, _, err = live.run(*write, '--replicas=3')
    report.check(status == 0, 'a watch keeps writers waiting: %s' % err)
    begin = time.monotonic()
    seen = b''
    while b'/3' not in seen and time.monotonic() - begin < 25:
        seen = watch.stdout.readline()
    report.check(b'/3' in seen, 'a watch does not see what others do')
    watch.kill()
    watch.communicate()


def main():
    report = Report()
    slow = threading.Thread(target=default_timeout, args=(report, sys.argv[1]))
    slow.start()
    lock_rows(report, sys.argv[1])
    nobody_is_kept_waiting(report, sys.argv[1])
    summary = many_workers(report, sys.argv[1])
    slow.join()
    report.finish(summary)


if __name__ == '__main__':
    main()
