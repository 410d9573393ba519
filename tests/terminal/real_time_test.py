#!/usr/bin/env python3
"""A clock that follows the wall's: commands that look on while others write, and containers at which somebody sits."""
import fcntl
import subprocess
import sys
import time

from terminals import Cluster, Terminal


def run(cluster, *words):
    return subprocess.run([cluster.program, *words], env=cluster.env, cwd=cluster.home, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=120, check=False)


with Cluster(sys.argv[1], 'auto') as cluster:
    # Whoever reads while somebody else writes sees what time has brought about since.
    cluster.run('create', 'deployment', 'web', '--image=nginx:1.27', '--replicas=2', '--port=80')
    with open(cluster.env['SKIFF_STATE'] + '.lock', 'a', encoding='utf-8') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        time.sleep(1.5)
        read = run(cluster, 'get', 'pods')
        assert read.returncode == 0, read
        assert read.stdout.count('Running') == 2, read
        assert run(cluster, 'get', 'events').stdout.count('Container started') == 2
    cluster.run('expose', 'deployment', 'web')

    # What a container writes at which somebody sits, and how it ends.
    attached = ['--rm', '-i', '--image=busybox:1.36', '--restart=Never', '--']
    for why, words, out, status in (
            ('a command that sees only itself', ['echo', 'hello'], 'hello\n', 0),
            ('one that asks a web server', ['wget', '-qO-', 'http://web'], '<h1>Welcome to nginx!</h1>', 0),
            ('one that asks in vain', ['wget', '-qO-', 'http://nobody'], 'deleted from default namespace', 1),
            ('one that fails', ['sh', '-c', 'echo so; exit 3'], 'so\n', 3)):
        done = run(cluster, 'run', 'guest', *attached, *words)
        assert out in done.stdout and done.returncode == status, (why, done)
        said = done.stderr.endswith('pod default/guest terminated (Error)\n')
        assert said == (status != 0) and 'error:' not in done.stderr, (why, done)
    assert run(cluster, 'get', 'pod', 'guest').returncode == 1

    # Its log stays when it stays.
    kept = [word for word in attached if word != '--rm']
    assert run(cluster, 'run', 'kept', *kept, 'wget', '-qO-', 'http://web').returncode == 0
    assert 'Welcome to nginx!' in cluster.run('logs', 'kept')

    # Who follows a log keeps nobody from the cluster.
    cluster.run('run', 'clock', '--image=busybox:1.36', '--', 'sh', '-c', 'while true; do date; sleep 1; done')
    cluster.run('wait', 'pod/clock', '--for=condition=Ready')
    terminal = Terminal([cluster.program, 'logs', '-f', 'clock'], cluster.env, cluster.home)
    terminal.wait_for('UTC')
    cluster.run('scale', 'deployment', 'web', '--replicas=3')
    cluster.run('delete', 'pod', 'clock', '--now')
    assert terminal.exit_status() == 0, terminal.seen
    terminal.close()
