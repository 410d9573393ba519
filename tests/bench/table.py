#!/usr/bin/env python3
"""The table of docs/performance.md: whole commands, each in a process of its own, on clusters of three sizes.

    tests/bench/table.py [--program build/release/skiff] [--pods 150000] [--nodes 5000] [ROW...]

Prints the machine and a Markdown table: the target, the wall clock time, the processor's time and the resident memory of
each row, the median of several runs where a row only reads. ROW picks rows by a part of their name. All rows are
measured in one run, so that they can be compared with each other; nothing fails when a row is slow. Where kubectl and
hyperfine are there, one row sets the two programs against each other.
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Bench:
    def __init__(self, program, folder, rows):
        self.program = program
        self.folder = folder
        self.wanted = rows
        self.state = None

    def start(self, name, *create):
        self.state = os.path.join(self.folder, name)
        self.run('cluster', 'create', '--clock', 'manual', *create)

    def run(self, *args, stdin=None):
        """Seconds, processor seconds and MB of one command."""
        environment = dict(os.environ, SKIFF_STATE=self.state or '')
        started = time.monotonic()
        child = subprocess.Popen([self.program, *args], env=environment, stdout=subprocess.DEVNULL,
                                 stdin=subprocess.PIPE if stdin else subprocess.DEVNULL)
        if stdin:
            child.stdin.write(stdin.encode())
            child.stdin.close()
        _, status, usage = os.wait4(child.pid, 0)
        took = time.monotonic() - started
        if status != 0:
            sys.exit(f'{" ".join(args)}: failed')
        return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

    def wants(self, name):
        return not self.wanted or any(one in name for one in self.wanted)

    def row(self, name, *commands, target='', repeat=1, stdin=None):
        """`commands` one after the other, together one figure."""
        if not self.wants(name):
            return
        samples = []
        for _ in range(repeat):
            parts = [self.run(*command, stdin=stdin if i == 0 else None) for i, command in enumerate(commands)]
            samples.append((sum(p[0] for p in parts), sum(p[1] for p in parts), max(p[2] for p in parts)))
        wall, cpu, memory = (statistics.median(column) for column in zip(*samples))
        if memory < 100 and repeat > 1:
            memory = self.memory_alone(commands[-1])
        print(f'| {name} | {target} | {text(wall)} | {text(cpu)} | {memory:.0f} MB |', flush=True)

    def memory_alone(self, command):
        """MB of a small command: what the system counts for a child begins with what its parent had when it was made,
        and `time` is smaller than we are."""
        measured = os.path.join(self.folder, 'memory')
        subprocess.run(['time', '-f', '%M', '-o', measured, self.program, *command], check=True,
                       stdout=subprocess.DEVNULL, env=dict(os.environ, SKIFF_STATE=self.state))
        with open(measured) as file:
            return int(file.read()) / 1024

    def size(self, name, pods, base, target=''):
        print(f'| {name} | {target} | {(os.path.getsize(self.state) - base) / pods / 1000:.1f} KB | | |', flush=True)


def text(seconds):
    return f'{seconds * 1000:.1f} ms' if seconds < 0.1 else f'{seconds:.2f} s'


def workload(kind, name, replicas, extra=''):
    return f'''apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: {name}}}}}
  {extra}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
      - name: web
        image: nginx:1.27
        resources: {{requests: {{cpu: 10m, memory: 16Mi}}}}
'''


def small(bench):
    bench.start('article')
    bench.run('apply', '-f', os.path.join(TOP, 'manifests/mongodb.yaml'))
    bench.run('rollout', 'status', 'sts/mongodb')
    bench.row('`get pods`, the article\'s cluster', ['get', 'pods'], target='3 ms', repeat=101)
    numbers = iter(range(4, 1000))
    if bench.wants('`scale` of its StatefulSet'):
        samples = [bench.run('scale', 'sts', 'mongodb', f'--replicas={next(numbers)}') for _ in range(31)]
        wall, cpu, memory = (statistics.median(column) for column in zip(*samples))
        memory = bench.memory_alone(['scale', 'sts', 'mongodb', '--replicas=3'])
        print(f'| `scale` of its StatefulSet, to another number each time | 6 ms | {text(wall)} | {text(cpu)} | '
              f'{memory:.0f} MB |', flush=True)
    compare(bench)
    bench.state = os.path.join(bench.folder, 'three')
    if bench.wants('three commands'):
        samples = []
        for i in range(11):
            bench.state = os.path.join(bench.folder, f'three{i}')
            parts = [bench.run('cluster', 'create', '--clock', 'manual'),
                     bench.run('apply', '-f', os.path.join(TOP, 'manifests/mongodb.yaml')),
                     bench.run('rollout', 'status', 'sts/mongodb')]
            samples.append((sum(p[0] for p in parts), sum(p[1] for p in parts), max(p[2] for p in parts)))
        wall, cpu, memory = (statistics.median(column) for column in zip(*samples))
        memory = bench.memory_alone(['rollout', 'status', 'sts/mongodb'])
        print(f'| three commands: create the cluster, apply the article\'s StatefulSet, `rollout status` | 20 ms | '
              f'{text(wall)} | {text(cpu)} | {memory:.0f} MB |', flush=True)


def compare(bench):
    """`get pods` and `kubectl version --client`, the least that kubectl can do, in one run of hyperfine."""
    name = '`get pods` : `kubectl version --client`'
    if not bench.wants(name) or not shutil.which('kubectl') or not shutil.which('hyperfine'):
        return
    result = os.path.join(bench.folder, 'hyperfine.json')
    subprocess.run(['hyperfine', '-N', '--warmup', '20', '--runs', '200', '--export-json', result,
                    f'{bench.program} get pods', 'kubectl version --client'], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, env=dict(os.environ, SKIFF_STATE=bench.state))
    with open(result) as file:
        ours, theirs = (one['median'] for one in json.load(file)['results'])
    print(f'| {name} | 1 : 15 | {text(ours)} : {text(theirs)} = 1 : {theirs / ours:.1f} | | |', flush=True)


def machine():
    model = 'unknown processor'
    with open('/proc/cpuinfo') as file:
        for line in file:
            if line.startswith('model name'):
                model = line.split(':', 1)[1].strip()
    memory = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30
    return f'{os.cpu_count()} x {model}, {memory:.0f} GiB, {platform.system()} {platform.release()}'


def middle(bench):
    if bench.wants('10,000'):
        bench.start('middle', '--nodes', '100', '--cpu', '32', '--memory', '128Gi', '--pods', '250')
        base = os.path.getsize(bench.state)
        bench.row('Deployment of 10,000 pods on 100 nodes: apply to all Ready', ['apply', '-f', '-'],
                  ['rollout', 'status', 'deploy/web'], target='0.8 s', stdin=workload('Deployment', 'web', 10000))
        bench.size('its state file, with its history, a pod (10,000)', 10000, base, '10 KB')
    if bench.wants('DaemonSet'):
        bench.start('daemons', '--nodes', '5000')
        daemons = workload('DaemonSet', 'agent', 0, 'updateStrategy: {rollingUpdate: {maxUnavailable: 10%}}').replace(
            '  replicas: 0\n', '')
        bench.row('DaemonSet on 5,000 nodes: apply to all Ready', ['apply', '-f', '-'], ['rollout', 'status', 'ds/agent'],
                  target='1 s', stdin=daemons)
        bench.row('DaemonSet: its rolling update, maxUnavailable 10%', ['set', 'image', 'ds/agent', 'web=nginx:1.28'],
                  ['rollout', 'status', 'ds/agent'], target='3 s')
    if bench.wants('CronJob'):
        bench.start('cron')
        bench.run('create', 'cronjob', 'tick', '--image=busybox:1.37', '--schedule=* * * * *', '--', 'true')
        bench.row('CronJob every minute over 30 days, one `clock advance`', ['clock', 'advance', '720h'], target='2 s')


def large(bench, pods, nodes):
    names = [f'`{verb}` on {pods:,} pods' for verb in ('get pod NAME', 'scale by one', 'get pods -A', 'get nodes')]
    fill = f'{pods:,} pods on {nodes:,} nodes: apply to all Ready'
    if not any(bench.wants(name) for name in [*names, fill]):
        return
    bench.start('large', '--nodes', str(nodes), '--cpu', '32', '--memory', '128Gi', '--pods', '250')
    base = os.path.getsize(bench.state)
    share = pods // 30
    documents = [workload('Deployment', f'web-{i}', share) for i in range(20)]
    documents += [workload('StatefulSet', f'db-{i}', share, f'serviceName: db-{i}\n  podManagementPolicy: Parallel')
                  for i in range(10)]
    bench.wanted, wanted = [], bench.wanted
    bench.row(fill, ['apply', '-f', '-'], ['clock', 'settle'], target='12 s, 3 GB', stdin='---\n'.join(documents))
    bench.size('its state file, with its history, a pod', share * 30, base, '10 KB')
    bench.wanted = wanted
    bench.row(names[0], ['get', 'pod', 'db-0-7'], target='0.25 s', repeat=5)
    bench.row(names[1], ['scale', 'deploy/web-0', f'--replicas={share + 1}'], target='0.35 s')
    bench.row(names[2], ['get', 'pods', '-A'], target='1.5 s', repeat=3)
    bench.row(names[3], ['get', 'nodes'], target='0.3 s', repeat=5)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--program', default=os.path.join(TOP, 'build/release/skiff'))
    parser.add_argument('--pods', type=int, default=150000)
    parser.add_argument('--nodes', type=int, default=5000)
    parser.add_argument('rows', nargs='*')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(options.program), folder, options.rows)
        print(machine() + '\n')
        print('| what | target | time | processor | memory |\n|---|---|---|---|---|')
        small(bench)
        middle(bench)
        large(bench, options.pods, options.nodes)
    print(f'\nsize of the program, stripped: {stripped_size(options.program)}')


def stripped_size(program):
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(['strip', '-o', out.name, program], check=True)
        return f'{os.path.getsize(out.name) / 1e6:.1f} MB'


if __name__ == '__main__':
    main()
