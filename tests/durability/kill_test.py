#!/usr/bin/env python3
"""Real processes, killed at random moments: kill_test.py PROGRAM

Each round runs one command on a copy of the cluster to learn what it does, then runs it on the cluster itself and sends
SIGKILL after a random time. The file must then hold what it held before, or what the whole command makes of it; a command
that was quicker and exited 0 must have made it. SKIFF_KILLS says how many rounds (default 300), SKIFF_SEED where the
random moments come from.
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import time

from program import Report, Stage, StateFile

MANIFEST = '''apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 3
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: nginx}]}
'''


def command(draw, manifest):
    """One that succeeds on nearly any cluster."""
    number = draw.randrange(1000)
    return draw.choice([
        ['scale', 'deployment/web', '--replicas=%d' % draw.randrange(1, 30)],
        ['label', '--overwrite', 'deployment/web', 'n=x%d' % number],
        ['annotate', '--overwrite', 'namespace/default', 'n=x%d' % number],
        ['set', 'image', 'deployment/web', 'nginx=nginx:1.%d' % number],
        ['apply', '-f', manifest],
        ['delete', '--ignore-not-found', '-f', manifest],
        ['clock', 'advance', '%ds' % draw.randrange(1, 600)],
        ['clock', 'settle'],
        ['rollout', 'restart', 'deployment/web'],
        ['rollout', 'status', 'deployment/web'],
        ['create', 'configmap', 'c%d-%d' % (number, time.monotonic_ns()), '--from-literal=a=b'],
        ['delete', 'configmap', '--all'],
    ])


def main():
    report = Report()
    rounds = int(os.environ.get('SKIFF_KILLS', '300'))
    seed = int(os.environ.get('SKIFF_SEED', str(time.time_ns() % 1000000)))
    print('SKIFF_SEED=%d' % seed, flush=True)
    draw = random.Random(seed)
    stage = Stage(sys.argv[1])
    # The file is compacted and its index file made now and then, too.
    stage.environment.update(SKIFF_HISTORY='20', SKIFF_COMPACT_ABOVE='200000', SKIFF_INDEX_ABOVE='50000')
    manifest = stage.write('db.yaml', MANIFEST)
    stage.must('create', 'deployment', 'web', '--image=nginx')
    trial = stage.path('trial.jsonl')
    took = 0.01
    killed = unchanged = changed = 0
    for number in range(rounds):
        args = command(draw, manifest)
        what = 'round %d, skiff %s' % (number, ' '.join(args))
        before = StateFile(stage.state).contents()
        shutil.copyfile(stage.state, trial)
        begin = time.monotonic()
        if stage.run(*args, '--state', trial)[0] != 0:
            continue  # a restart within the same second, and the like
        took = 0.7 * took + 0.3 * (time.monotonic() - begin)
        after = StateFile(trial).contents()
        process = stage.start(*args, stdout=subprocess.PIPE)
        time.sleep(draw.random() * 1.2 * took)
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
        now = StateFile(stage.state).contents()
        killed += process.returncode == -signal.SIGKILL
        unchanged += now == before and before != after
        changed += now == after and before != after
        report.check(process.returncode in (0, -signal.SIGKILL), '%s: exit status %d: %s' % (what, process.returncode, err))
        report.check(now in (before, after), '%s: the state is neither the one before nor the one after' % what)
        if process.returncode == 0:
            report.check(now == after, '%s: exited 0 without its change' % what)
        if out:
            report.check(now == after, '%s: said %r without its change' % (what, out))
        # The program itself opens the file and shows what the lines say.
        status, shown, err = stage.run('get', 'all,configmaps', '-A', '-o', 'name')
        report.check(status == 0, '%s: cannot be read afterwards: %s' % (what, err))
        if report.failures:
            shutil.copyfile(stage.state, '/tmp/skiff-kill-test-failed.jsonl')
            break
    report.check(report.failures or (killed > 0 and unchanged > 0 and changed > 0), 'too little was hit to tell anything')
    report.finish('%d rounds: %d killed; %d left as before, %d with the change' % (rounds, killed, unchanged, changed))


if __name__ == '__main__':
    main()
