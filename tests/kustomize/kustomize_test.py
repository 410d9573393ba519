#!/usr/bin/env python3
"""Kustomizations are built byte for byte as the real client builds them: kustomize_test.py PROGRAM [--write]."""
import difflib
import os
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
WRITE = sys.argv[2:] == ['--write']
HERE = os.path.dirname(os.path.abspath(__file__))
BUILDS = os.path.join(HERE, 'builds')
SMALL = os.path.join(HERE, 'small.txt')


def build(folder, root):
    """What the program says, and its status."""
    run = subprocess.run([PROGRAM, 'kustomize', folder], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         env={**os.environ, 'SKIFF_STATE': os.path.join(tempfile.gettempdir(), 'skiff-none')}, timeout=30)
    text = run.stdout.decode().replace(os.path.realpath(root), 'ROOT')
    return text + f'exit {run.returncode}\n'


def check(name, expected, got):
    if got == expected:
        return True
    print(f'--- {name}')
    print(''.join(difflib.unified_diff(expected.splitlines(True), got.splitlines(True), 'expected', 'got', n=1)))
    return False


def builds():
    good = True
    for name in sorted(os.listdir(BUILDS)):
        got = build(name, BUILDS)
        path = os.path.join(BUILDS, name, 'expected')
        if WRITE:
            with open(path, 'w', encoding='utf-8') as out:
                out.write(got)
            continue
        with open(path, encoding='utf-8') as file:
            good = check(name, file.read(), got) and good
    return good


def read_small():
    """[(title, {path: text}, expected)], in the order of the file."""
    cases = []
    path = None
    with open(SMALL, encoding='utf-8') as file:
        for line in file:
            if line.startswith('=== '):
                cases.append([line[4:].strip(), {}, ''])
            elif line.startswith('--- '):
                path = line[4:].strip()
                cases[-1][1][path] = ''
            elif line.startswith('> '):
                cases[-1][2] += line[2:]
            else:
                cases[-1][1][path] += line
    return cases


def write_small(cases):
    with open(SMALL, 'w', encoding='utf-8') as out:
        for title, files, expected in cases:
            out.write(f'=== {title}\n')
            for path, text in files.items():
                out.write(f'--- {path}\n{text}')
            out.write(''.join('> ' + line for line in expected.splitlines(True)))


def small():
    good = True
    cases = read_small()
    for case in cases:
        title, files, expected = case
        with tempfile.TemporaryDirectory() as root:
            for path, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, 'k', path)), exist_ok=True)
                with open(os.path.join(root, 'k', path), 'w', encoding='utf-8') as out:
                    out.write(text)
            got = build('k', root)
        if WRITE:
            case[2] = got
        else:
            good = check(title, expected, got) and good
    if WRITE:
        write_small(cases)
    return good


if __name__ == '__main__':
    results = [builds(), small()]
    sys.exit(0 if all(results) else 1)
