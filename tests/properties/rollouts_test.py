#!/usr/bin/env python3
"""What a workload must have come to whatever was done to it: rollouts_test.py PROGRAM KIND [SEEDS [FIRST]]

Operations are drawn at random. After each the cluster is let settle (or not, now and then), and when it has settled what
is there is compared with what Kubernetes promises: nothing of it is taken from what the program does elsewhere.
"""
import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'durability'))
from program import Report, Stage  # noqa: E402

IMAGES = ['nginx:1.25', 'nginx:1.27', 'redis:7', 'httpd:2.4']
BROKEN = 'nginx:broken'


def resolved(value, total, round_up):
    """A number or a share of `total`."""
    if isinstance(value, int):
        return value
    share = int(value.rstrip('%')) * total
    return -(-share // 100) if round_up else share // 100


class Workload:
    """A workload, what was asked of it, and how to look at it."""

    def __init__(self, stage, report, seed):
        self.stage, self.report, self.seed = stage, report, seed
        self.random = random.Random('%s %d' % (self.resource, seed))
        self.done = []
        self.image = IMAGES[0]
        self.note = 0
        self.revisions = []     # templates in the order in which they were last rolled out
        self.stale = False      # what was changed since is no reason to look at the workload again

    def run(self, *args, **more):
        self.done.append(' '.join(args))
        return self.stage.must(*args, **more)

    def check(self, holds, what):
        return self.report.check(holds, '%s, seed %d: %s\n  %s' % (self.resource, self.seed, what, '\n  '.join(self.done)))

    def objects(self, resource):
        return json.loads(self.stage.must('get', resource, '-o', 'json'))['items']

    def pods(self):
        return [pod for pod in self.objects('pods')
                if any(owner['kind'] in ('ReplicaSet', self.kind) for owner in pod['metadata'].get('ownerReferences', []))]

    def apply(self, manifest):
        self.run('apply', '-f', '-', input=json.dumps(manifest))

    def manifest(self, spec):
        labels = {'app': 'x'}
        pod = {'containers': [{'name': 'c', 'image': self.image}]}
        return {'apiVersion': 'apps/v1', 'kind': self.kind, 'metadata': {'name': 'x'},
                'spec': dict({'selector': {'matchLabels': labels}, 'template': {'metadata': {'labels': labels}, 'spec': pod}},
                             **spec)}

    def template(self):
        return (self.image, self.note)

    def roll(self):
        """The template may have changed; one that was there before is its old revision again."""
        if not self.revisions or self.revisions[-1] != self.template():
            self.stale = False
        self.revisions = [one for one in self.revisions if one != self.template()] + [self.template()]

    def set_image(self):
        self.image = self.random.choice(IMAGES + [BROKEN])
        self.run('set', 'image', '%s/x' % self.resource, 'c=' + self.image)
        self.roll()

    def restart_by_note(self):
        self.note = self.random.randrange(1, 4)
        self.run('patch', self.resource, 'x', '-p',
                 json.dumps({'spec': {'template': {'metadata': {'annotations': {'note': str(self.note)}}}}}))
        self.roll()

    def undo(self):
        if len(self.revisions) < 2:
            return
        self.run('rollout', 'undo', '%s/x' % self.resource)
        self.image, self.note = self.revisions[-2]
        self.roll()

    def delete_a_pod(self):
        pods = self.pods()
        if pods:
            self.run('delete', 'pod', self.random.choice(pods)['metadata']['name'], '--wait=false')

    def delete_all_pods(self):
        self.run('delete', 'pods', '-l', 'app=x', '--wait=false')

    def orphan_and_adopt(self):
        self.run('delete', self.resource, 'x', '--cascade=orphan')
        self.create()

    def let_pass(self):
        self.run('clock', 'advance', '%dms' % self.random.choice([100, 700, 1300, 2500]))

    def step(self):
        self.random.choice(self.operations())()
        if self.random.random() < 0.7:
            self.run('clock', 'settle')
            self.settled()

    def settled(self):
        workload = self.objects(self.resource)[0]
        status = workload['status']
        self.check(status.get('observedGeneration') == workload['metadata']['generation'], 'a generation was not observed')
        for pod in self.pods():
            self.check('deletionTimestamp' not in pod['metadata'], 'a pod is still on its way out')
        self.inspect(workload, status)

    def go(self, steps):
        self.create()
        self.roll()
        self.run('clock', 'settle')
        self.settled()
        for _ in range(steps):
            self.step()
        # Whatever has gone wrong is repaired by a good image.
        self.repair()
        self.run('clock', 'settle')
        self.settled()


def image_of(pod):
    return pod['spec']['containers'][0]['image']


def note_of(owner):
    return int(owner['metadata'].get('annotations', {}).get('note', 0))


def template_of(pod):
    return (image_of(pod), note_of(pod))


def is_ready(pod):
    return any(one['type'] == 'Ready' and one['status'] == 'True' for one in pod['status'].get('conditions', []))


class Deployment(Workload):
    kind, resource = 'Deployment', 'deployments'

    def create(self):
        if not self.done:
            self.replicas = self.random.randrange(1, 6)
            self.surge, self.unavailable = self.random.choice([(1, 0), ('25%', '25%'), ('100%', 0), (0, 1), (2, 2), (0, '50%')])
            self.limit = self.random.choice([0, 1, 2, 10])
            self.paused = False
        strategy = {'type': 'RollingUpdate', 'rollingUpdate': {'maxSurge': self.surge, 'maxUnavailable': self.unavailable}}
        self.paused = False
        manifest = self.manifest({'replicas': self.replicas, 'revisionHistoryLimit': self.limit, 'strategy': strategy})
        if self.note:
            manifest['spec']['template']['metadata']['annotations'] = {'note': str(self.note)}
        self.apply(manifest)

    def operations(self):
        return [self.set_image, self.restart_by_note, self.undo_one, self.delete_a_pod, self.delete_all_pods, self.scale,
                self.pause_or_resume, self.let_pass, self.orphan_and_adopt]

    def undo_one(self):
        if not self.paused and self.limit > 0:
            sets = {template_of_set(one) for one in self.objects('replicasets')}
            if len(self.revisions) > 1 and self.revisions[-2] in sets and self.template() in sets:
                self.undo()

    def scale(self):
        self.replicas = self.random.randrange(0, 7)
        self.run('scale', 'deployments/x', '--replicas=%d' % self.replicas)

    def pause_or_resume(self):
        self.paused = not self.paused
        self.run('rollout', 'pause' if self.paused else 'resume', 'deployments/x')

    def repair(self):
        if self.paused:
            self.pause_or_resume()
        self.image = IMAGES[1]
        self.run('set', 'image', 'deployments/x', 'c=' + self.image)
        self.roll()

    def inspect(self, deployment, status):
        sets, pods = self.objects('replicasets'), self.pods()
        total = deployment['spec']['replicas']
        surge = resolved(self.surge, total, True)
        unavailable = resolved(self.unavailable, total, False)
        if surge == 0 and unavailable == 0:
            unavailable = 1
        self.check(total == self.replicas, 'the number of replicas is not what was asked for')
        self.check(len(pods) == status.get('replicas', 0), 'status.replicas is not the number of pods')
        self.check(sum(map(is_ready, pods)) == status.get('readyReplicas', 0), 'status.readyReplicas is not their number')
        self.check(len(pods) <= total + surge, 'more pods than maxSurge lets there be')
        for one in sets:
            mine = [pod for pod in pods if pod['metadata']['ownerReferences'][0]['uid'] == one['metadata']['uid']]
            self.check(len(mine) == one['spec']['replicas'] == one['status']['replicas'], 'a ReplicaSet has other pods than it wants')
            self.check(all(template_of(pod) == template_of_set(one) for pod in mine), 'a pod is not as its ReplicaSet')
        current = [one for one in sets if template_of_set(one) == self.template()]
        if not self.paused:
            self.check(len(current) == 1, 'there is no ReplicaSet of the template')
            numbers = [int(one['metadata']['annotations']['deployment.kubernetes.io/revision']) for one in sets]
            self.check(int(current[0]['metadata']['annotations']['deployment.kubernetes.io/revision']) == max(numbers) and
                       len(set(numbers)) == len(numbers), 'the current revision is not the last')
            idle = [one for one in sets if one not in current and one['spec']['replicas'] == 0]
            if self.image != BROKEN:
                self.check(len(idle) <= self.limit, 'more old ReplicaSets than revisionHistoryLimit')
        if self.image != BROKEN and not self.paused:
            self.check(all(template_of(pod) == self.template() for pod in pods) and len(pods) == total and all(map(is_ready, pods)),
                       'not all pods are new and ready')
            self.check(status.get('updatedReplicas', 0) == status.get('availableReplicas', 0) == total, 'status lags behind')
            reason = [one['reason'] for one in status['conditions'] if one['type'] == 'Progressing']
            self.check(reason == ['NewReplicaSetAvailable'], 'Progressing says %s' % reason)
        available = [one['status'] for one in status['conditions'] if one['type'] == 'Available']
        self.check(available == [str(status.get('availableReplicas', 0) >= total - unavailable)], 'Available says %s' % available)


def template_of_set(one):
    template = one['spec']['template']
    return (template['spec']['containers'][0]['image'], note_of(template))


class StatefulSet(Workload):
    kind, resource = 'StatefulSet', 'statefulsets'

    def create(self):
        if not self.done:
            self.replicas = self.random.randrange(1, 5)
            self.start = self.random.choice([0, 0, 3])
            self.policy = self.random.choice(['OrderedReady', 'Parallel'])
            self.partition = 0
            self.deletes = self.random.choice(['Retain', 'Delete'])
            self.claims = set()
        claim = {'metadata': {'name': 'd'}, 'spec': {'accessModes': ['ReadWriteOnce'], 'resources': {'requests': {'storage': '1Gi'}}}}
        manifest = self.manifest({
            'serviceName': 'x', 'replicas': self.replicas, 'podManagementPolicy': self.policy, 'ordinals': {'start': self.start},
            'volumeClaimTemplates': [claim], 'persistentVolumeClaimRetentionPolicy': {'whenScaled': self.deletes},
            'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'partition': self.partition}}})
        if self.note:
            manifest['spec']['template']['metadata']['annotations'] = {'note': str(self.note)}
        self.apply(manifest)

    def operations(self):
        return [self.set_image, self.restart_by_note, self.undo_one, self.delete_a_pod, self.delete_all_pods, self.scale,
                self.move_partition, self.let_pass, self.orphan_and_adopt]

    def undo_one(self):
        if len(self.objects('controllerrevisions')) > 1:
            self.undo()

    def scale(self):
        self.replicas = self.random.randrange(0, 6)
        self.run('scale', 'statefulsets/x', '--replicas=%d' % self.replicas)

    def move_partition(self):
        self.partition = self.random.choice([0, 0, 1, 2, 9])
        self.run('patch', 'statefulsets', 'x', '-p',
                 json.dumps({'spec': {'updateStrategy': {'rollingUpdate': {'partition': self.partition}}}}))

    def repair(self):
        self.partition = 0
        self.run('patch', 'statefulsets', 'x', '-p', '{"spec":{"updateStrategy":{"rollingUpdate":{"partition":0}}}}')
        self.image = IMAGES[1]
        self.run('set', 'image', 'statefulsets/x', 'c=' + self.image)
        self.roll()
        # A pod that never became ready holds up an ordered set until somebody deletes it.
        self.run('clock', 'settle')
        for pod in self.pods():
            if image_of(pod) == BROKEN:
                self.run('delete', 'pod', pod['metadata']['name'], '--wait=false')
                self.run('clock', 'settle')

    def inspect(self, workload, status):
        pods = sorted(self.pods(), key=lambda pod: int(pod['metadata']['name'].rsplit('-', 1)[1]))
        ordinals = [int(pod['metadata']['name'].rsplit('-', 1)[1]) for pod in pods]
        wanted = list(range(self.start, self.start + self.replicas))
        broken = any(image_of(pod) == BROKEN for pod in pods)
        self.check(status['replicas'] == len(pods), 'status.replicas is not the number of pods')
        self.check(sum(map(is_ready, pods)) == status.get('readyReplicas', 0), 'status.readyReplicas is not their number')
        if not broken or self.policy == 'Parallel':
            self.check(ordinals == wanted, 'ordinals are %s' % ordinals)
        else:
            self.check(ordinals[:len(wanted)] == wanted[:len(ordinals)], 'ordinals are %s' % ordinals)
        for pod in pods:
            self.check(pod['metadata']['labels']['apps.kubernetes.io/pod-index'] == pod['metadata']['name'].rsplit('-', 1)[1] and
                       pod['spec']['hostname'] == pod['metadata']['name'] and pod['spec']['subdomain'] == 'x', 'a pod has lost its identity')
        if not broken:
            for pod, ordinal in zip(pods, ordinals):
                if ordinal >= self.start + self.partition:
                    self.check(template_of(pod) == self.template(), '%s is not updated' % pod['metadata']['name'])
            self.check(all(map(is_ready, pods)), 'not all pods are ready')
            if self.partition == 0 and self.image != BROKEN:
                self.check(status.get('currentRevision') == status['updateRevision'], 'the rollout has not ended')
                self.check(status.get('currentReplicas', 0) == status.get('updatedReplicas', 0) == self.replicas, 'status lags behind')
        claims = {claim['metadata']['name'] for claim in self.objects('persistentvolumeclaims')}
        self.claims |= {'d-x-%d' % ordinal for ordinal in ordinals}
        if self.deletes == 'Delete':
            self.claims &= {'d-x-%d' % ordinal for ordinal in ordinals + wanted}
        self.check({'d-x-%d' % ordinal for ordinal in ordinals} <= claims, 'a pod has no claim')
        if self.deletes == 'Retain':
            self.check(self.claims <= claims, 'a claim is lost')
        elif not broken and self.policy == 'Parallel' and not any('orphan' in done for done in self.done):
            # An ordered set that waits for an early pod does not get to the claims of late ones that end meanwhile, and
            # none adopts a pod that is on its way out.
            self.check(claims == {'d-x-%d' % ordinal for ordinal in wanted}, 'claims are %s' % sorted(claims))


class DaemonSet(Workload):
    kind, resource = 'DaemonSet', 'daemonsets'

    def create(self):
        if not self.done:
            self.surge, self.unavailable = self.random.choice([(0, 1), (0, '50%'), (1, 0), ('100%', 0), (0, '100%')])
            self.selector = self.random.choice([None, {'disk': 'ssd'}])
            self.labelled, self.tainted, self.cordoned = set(), set(), set()
            self.nodes = ['worker-1', 'worker-2', 'worker-3']
        manifest = self.manifest({'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {
            'maxSurge': self.surge, 'maxUnavailable': self.unavailable}}})
        if self.selector:
            manifest['spec']['template']['spec']['nodeSelector'] = self.selector
        if self.note:
            manifest['spec']['template']['metadata']['annotations'] = {'note': str(self.note)}
        self.apply(manifest)

    def operations(self):
        # Not orphan_and_adopt: a pod that another DaemonSet's template of the same number has made passes for updated.
        return [self.set_image, self.restart_by_note, self.undo_one, self.delete_a_pod, self.delete_all_pods, self.label_or_not,
                self.taint_or_not, self.cordon_or_not, self.add_node, self.let_pass]

    def undo_one(self):
        if len(self.objects('controllerrevisions')) > 1:
            self.undo()

    def toggled(self, among):
        node = self.random.choice(self.nodes)
        self.stale = True
        among ^= {node}
        return node, node in among

    def label_or_not(self):
        node, on = self.toggled(self.labelled)
        self.run('label', 'node', node, 'disk=ssd' if on else 'disk-')

    def taint_or_not(self):
        node, on = self.toggled(self.tainted)
        self.run('taint', 'node', node, 'a=b:NoSchedule' if on else 'a:NoSchedule-')

    def cordon_or_not(self):
        node, on = self.toggled(self.cordoned)
        self.run('cordon' if on else 'uncordon', node)

    def add_node(self):
        if len(self.nodes) < 5:
            self.nodes.append('worker-%d' % (len(self.nodes) + 1))
            self.run('cluster', 'add-node', self.nodes[-1])

    def repair(self):
        self.image = IMAGES[1]
        self.run('set', 'image', 'daemonsets/x', 'c=' + self.image)
        self.roll()

    def inspect(self, workload, status):
        pods = self.pods()
        by_node = {}
        for pod in pods:
            by_node.setdefault(pod['spec'].get('nodeName'), []).append(pod)
        selected = {node for node in self.nodes if not self.selector or node in self.labelled}
        # A NoSchedule taint keeps new ones away and lets the old one stay; a cordon does neither.
        eligible = selected - self.tainted
        self.check(set(by_node) <= selected, 'pods on %s' % sorted(map(str, by_node)))
        self.check(eligible <= set(by_node), 'no pod on %s' % sorted(eligible - set(by_node)))
        if self.image == BROKEN:
            return
        self.check(all(len(on) == 1 for on in by_node.values()), 'two pods on one node')
        for node in eligible:
            self.check(template_of(by_node[node][0]) == self.template(), 'the pod on %s is not new' % node)
            self.check(is_ready(by_node[node][0]), 'the pod on %s is not ready' % node)
        # A node that only may keep its pod is no reason to look again: the numbers are those of the last look.
        if self.stale:
            return
        for field in ('desiredNumberScheduled', 'currentNumberScheduled', 'updatedNumberScheduled', 'numberReady', 'numberAvailable'):
            self.check(status.get(field, 0) == len(eligible), '%s is %d' % (field, status.get(field, 0)))
        self.check(status['numberMisscheduled'] == len(set(by_node) - eligible), 'numberMisscheduled is wrong')


def main():
    program, kind = sys.argv[1:3]
    seeds = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    first = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    report = Report()
    for seed in range(first, first + seeds):
        stage = Stage(program)
        stage.must('cluster', 'create', '--nodes', '3', '--clock', 'manual')
        {'deployment': Deployment, 'statefulset': StatefulSet, 'daemonset': DaemonSet}[kind](stage, report, seed).go(12)
    report.finish('%d seeds' % seeds)


if __name__ == '__main__':
    main()
