#!/usr/bin/env python3
"""Every verb has examples in its help, and all of them run against a small cluster: examples_test.py PROGRAM."""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
# Verbs whose examples end in a failure by their nature: they say what a simulation has not.
SAY_NO = {'create token', 'debug', 'plugin list', 'port-forward', 'proxy', 'top node',
          'top pod'}
DIFFERS = {'diff', 'auth can-i'}  # their exit status 1 is an answer: something would change, it is not allowed
# What has to be there before a verb's examples make sense.
PREPARED = {
    'cluster delete': ['cluster create big --nodes 1'],
    'config delete-cluster': ['config set-cluster big'],
    'config delete-user': ['config set-credentials dev'],
    'config delete-context': ['config set-context old'],
    'config rename-context': ['config set-context old'],
    'set subject': ['create rolebinding readers --clusterrole=view --user=bob'],
    'rollout undo': ['set image deployment/web nginx=nginx:1.28'],
    'apply edit-last-applied': ['apply -f web.yaml'],
    'apply view-last-applied': ['apply -f web.yaml'],
    'certificate approve': ['create -f csr.yaml'],
    'certificate deny': ['create -f csr.yaml'],
    'fault clear': ['fault image nginx:1.28', 'fault image mysql:8'],
    'fault volume': ['create -f claim.yaml'],
    'fault zone-up': ['fault zone-down zone-a'],
}
FILES = {
    'web.yaml': '''apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.27", ports: [{containerPort: 80}]}]}
''',
    'job.yaml': '''apiVersion: batch/v1
kind: Job
metadata: {name: report}
spec:
  template: {spec: {restartPolicy: Never, containers: [{name: report, image: busybox}]}}
''',
    'agent.yaml': '''apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: "fluentbit:3"}]}
''',
    'rbac.yaml': '''apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
''',
    'csr.yaml': '''apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: dev}
spec: {request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIR01HNENBUUF3RERFS01BZ0dBMVVFQXd3QllUQlpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQQpCQkNJUWlHdldnWXVzTGRUWUZpVGllVGtaUWlQaldSVGhXVS91KzdkR1lTTVJjTkgvdUZiSmJYTHFxQVpaS1MwCjd5eG9xSEdBU3haNXp0RFVhNkZjUnppZ0FEQUtCZ2dxaGtqT1BRUURBZ05JQURCRkFpRUEyZVJneEtXbjhXeWwKQ25TT1JCOUhFTnhVeE15SUs1Z05Ecmt0VFpUdmJKZ0NJRlE0MkpMdWFUSVZGM1VFd3A2czlGcjdJQTFqU2JGUwpVdFZaRExzMXNiZEQKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==, signerName: kubernetes.io/kube-apiserver-client, usages: [client auth]}
''',
    'claim.yaml': '''apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data-web-0}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
''',
    'shop/kustomization.yaml': 'namePrefix: shop-\nresources: [web.yaml]\n',
    'tls.crt': '''-----BEGIN CERTIFICATE-----
MIIBbzCCARWgAwIBAgIUdernucMyqckynr/Y/7JyJB99EZswCgYIKoZIzj0EAwIw
DTELMAkGA1UEAwwCZWMwHhcNMjYxMTIzMTEyMTE2WhcNMjYxMjAzMTEyMTE2WjAN
MQswCQYDVQQDDAJlYzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAFHvSgsXig/
9HiQGgMgG5AFEUjXx9Fy0XJ/8Amz9pMNYYNRojdH6//tMsDgPr1fzbh4on0K3HG1
8vJ1rx1u+vujUzBRMB0GA1UdDgQWBBRZ0LjRE7SbhN387cSbCpUfu9N4vzAfBgNV
HSMEGDAWgBRZ0LjRE7SbhN387cSbCpUfu9N4vzAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0gAMEUCIQCEIkL67obH8INat/DPlckUgWFY3F283E1u+UDZ+MyZ
pQIgA+RF6xTO6mz2KmbKn2OsVnJA7JtCz8csCKktIpMY4zM=
-----END CERTIFICATE-----
''',
    'tls.key': '''-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIPQrrWz+xSZHXk+OLiu9N9XWaTF7LScaNBrT/hEPmd1ZoAoGCCqGSM49
AwEHoUQDQgAEAUe9KCxeKD/0eJAaAyAbkAURSNfH0XLRcn/wCbP2kw1hg1GiN0fr
/+0ywOA+vV/NuHiifQrccbXy8nWvHW76+w==
-----END EC PRIVATE KEY-----
''',
}
SETUP = ['create deployment web --image=nginx:1.27 --replicas=3', 'create -f agent.yaml',
         'create service clusterip web --tcp=80', 'run shell --image=busybox -- sleep 3600',
         'create cronjob tick --image=busybox --schedule=@hourly', 'clock settle']


def environment(home):
    kept = {k: v for k, v in os.environ.items() if not k.startswith('SKIFF_')}
    return dict(kept, HOME=home, XDG_CONFIG_HOME=home, XDG_STATE_HOME=os.path.join(home, 'state'), EDITOR='true')


def run(words, home):
    return subprocess.run([PROGRAM, *words], cwd=home, env=environment(home), stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=120)


def help_of(path):
    return run([*path.split(), '--help'], '/tmp').stdout


def subcommands(text):
    found, on = [], False
    for line in text.split('\n'):
        if re.match(r'^[A-Z].*Commands.*:$', line):
            on = True
        elif line and not line.startswith(' '):
            on = False
        elif on and re.match(r'^  [a-z]', line):
            found.append(line.split()[0])
    return found


def verbs(path=''):
    """All verbs that do something by themselves."""
    text = help_of(path)
    children = subcommands(text)
    out = [] if not path or (children and 'Options:' not in text and 'Examples:' not in text) else [path]
    for child in children:
        out += verbs((path + ' ' + child).strip())
    return out


def examples(text):
    part = re.search(r'(?s)\nExamples:\n(.*?)\n\n', text)
    lines = part[1].split('\n') if part else []
    return [line.strip().split(' ', 1)[1] for line in lines if re.match('  (kubectl|skiff) ', line)]


def main():
    only, failed, count = sys.argv[2:], [], 0
    base = tempfile.mkdtemp(prefix='skiff-help-')
    for name, text in FILES.items():
        os.makedirs(os.path.dirname(os.path.join(base, name)), exist_ok=True)
        with open(os.path.join(base, name), 'w', encoding='utf-8') as file:
            file.write(text)
    shutil.copy(os.path.join(base, 'web.yaml'), os.path.join(base, 'shop'))
    for line in ['cluster create --clock manual'] + SETUP:
        done = run(shlex.split(line), base)
        if done.returncode != 0:
            sys.exit('%s: %s' % (line, done.stderr))
    for verb in only or verbs():
        found = examples(help_of(verb))
        if not found:
            failed.append('%s has no examples' % verb)
        home = base + '-copy'
        shutil.copytree(base, home)
        for line in PREPARED.get(verb, []):
            run(shlex.split(line), home)
        for line in found:
            count += 1
            done = run(shlex.split(line.split(' > ')[0]), home)
            expected = {1} if verb in SAY_NO else {0, 1} if verb in DIFFERS else {0}
            if done.returncode not in expected:
                failed.append('%s: exit status %d: %s' % (line, done.returncode, done.stderr.strip()))
        shutil.rmtree(home)
    shutil.rmtree(base)
    print('%d examples' % count)
    print('\n'.join(failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
