#!/usr/bin/env python3
"""Console transcripts of this project's own: one behaviour each, for what no recording covers.

    transcripts.py PROGRAM FILE...        play them; SKIFF_UPDATE=1 rewrites what differs, for a look at the diff

The format is that of tests/conformance (see its README), played in a fresh cluster with a manual clock. Nothing is
masked but the names of an editor's files: clock and seed are fixed, so all is compared byte for byte. Beside a transcript, its folder's other files are in
the working directory. A command may begin with NAME=VALUE words for its environment; STDIN is what it is typed. What is expected was taken from
kubectl's documentation and source-derived reference, or from a real kubectl where it needs no server.
"""
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'conformance'))
sys.dont_write_bytecode = True
import run  # noqa: E402

PSEUDO = {'@settle': 'clock settle', '@advance': 'clock advance', '@node-down': 'fault node-down',
          '@node-up': 'fault node-up', '@node-add': 'cluster add-node'}


def environment(home):
    kept = {k: v for k, v in os.environ.items() if not k.startswith('SKIFF_') and k not in ('KUBECONFIG', 'EDITOR')}
    return dict(kept, HOME=home, XDG_CONFIG_HOME=home, XDG_STATE_HOME=home, PATH=home + ':/usr/bin:/bin',
                SKIFF_STATE=os.path.join(home, 'state.jsonl'), LC_ALL='C.UTF-8', TZ='UTC')


def execute(program, line, work, env):
    words = shlex.split(line)
    env = dict(env)
    while words and re.match(r'^[A-Z_]+=', words[0]):
        name, value = words.pop(0).split('=', 1)
        env[name] = value
    argv = [program] + (PSEUDO[words[0]].split() if words[0] in PSEUDO else []) + words[1:]
    typed = env.pop('STDIN', '').encode('utf-8').decode('unicode_escape').encode('utf-8')
    done = subprocess.run(argv, cwd=work, env=env, input=typed, capture_output=True, timeout=60)
    out, err = (t.decode('utf-8', 'replace').replace(work, 'WORKDIR') for t in (done.stdout, done.stderr))
    err = re.sub(r'/\S*kubectl-edit-\w+', 'TMPDIR/kubectl-edit-RANDOM', err)
    return ([] if words[0] in PSEUDO and done.returncode == 0 else run.render(out, err, done.returncode)), done.returncode


def play(program, path):
    """Fills in .got and .gotcode of the transcript's commands."""
    items, _ = run.parse(path)
    home = tempfile.mkdtemp(prefix='skiff-home-')
    work = tempfile.mkdtemp(prefix='skiff-work-')
    try:
        for name in os.listdir(os.path.dirname(path)):
            source = os.path.join(os.path.dirname(path), name)
            if not name.endswith('.console'):
                (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, os.path.join(work, name))
        env = environment(home)
        subprocess.run([program, 'cluster', 'create', '--clock', 'manual'], env=env, check=True, capture_output=True)
        for item in items:
            if isinstance(item, run.Cmd):
                item.got, item.gotcode = execute(program, item.line, work, env)
                item.got = run.trim(item.got)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(work, ignore_errors=True)
    return items


def text_of(items, got):
    lines = []
    for item in items:
        if not isinstance(item, run.Cmd):
            lines.append(item)
            continue
        code = item.gotcode if got else item.code
        lines += ['$ ' + item.line] + (item.got if got else item.out) + (['? %d' % code] if code else []) + ['']
    return lines


def main():
    program, failed = os.path.abspath(sys.argv[1]), False
    for path in sys.argv[2:]:
        items = play(program, os.path.abspath(path))
        expected, got = text_of(items, False), text_of(items, True)
        if expected == got:
            continue
        if os.environ.get('SKIFF_UPDATE'):
            with open(path, 'w', encoding='utf-8') as file:
                file.write('\n'.join(got).rstrip('\n') + '\n')
            continue
        failed = True
        print('\n'.join(difflib.unified_diff(expected, got, path, 'got', lineterm='', n=3)))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
