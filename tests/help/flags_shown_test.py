#!/usr/bin/env python3
"""Every flag of every verb is shown by some recording, transcript, tutorial or terminal test: flags_shown_test.py PROGRAM TESTS

What counts are the flags that a verb's help lists, and those of `options` with any verb. A flag that nothing can show
is named in EXCEPTIONS, with the reason.
"""
import ast
import os
import re
import shlex
import subprocess
import sys

PROGRAM, TESTS = os.path.abspath(sys.argv[1]), sys.argv[2]
ALIASES = {'deploy': 'deployment', 'cm': 'configmap', 'ns': 'namespace', 'svc': 'service', 'sa': 'serviceaccount',
           'cj': 'cronjob', 'pdb': 'poddisruptionbudget', 'pc': 'priorityclass', 'resourcequota': 'quota',
           'ing': 'ingress', 'pods': 'pod', 'po': 'pod', 'nodes': 'node', 'no': 'node', 'use': 'use-context'}
EXCEPTIONS = {}  # (verb, flag): why no test shows it


def help_of(path):
    done = subprocess.run([PROGRAM] + path + ['--help'], capture_output=True, text=True,
                          env=dict(os.environ, SKIFF_STATE='/nonexistent/none.jsonl'))
    return done.stdout


def flags_in(text):
    """{name: (letter, takes a value)} of a help's options."""
    found = {}
    for letter, name, default in re.findall(r"^    (?:-(\w), |)--([\w-]+)=(.*):$", text, re.M):
        found[name] = (letter, default not in ('true', 'false'))
    return found


def verbs_below(path, text):
    """{verb path: its flags} of all verbs that the help names."""
    lists = re.findall(r'^[A-Z].*Commands\b.*:\n((?:  [a-z].*\n)+)', text, re.M)
    below = [word for block in lists for word in re.findall(r'^  ([a-z][\w-]*) ', block, re.M)]
    found = {tuple(path): flags_in(text)} if path else {}
    for word in below:
        found.update(verbs_below(path + [word], help_of(path + [word])))
    return found


def commands():
    """The words of every command line that a test plays."""
    for folder, _, files in os.walk(TESTS):
        for name in files:
            with open(os.path.join(folder, name), encoding='utf-8', errors='replace') as file:
                if name.endswith('.console'):
                    yield from typed_in(file)
                elif name.endswith('_test.py') and os.path.basename(folder) == 'terminal':
                    yield from called_in(file.read())


def typed_in(lines):
    for line in lines:
        if line.startswith('$ ') and not line.startswith('$ @'):
            words = shlex.split(line[2:])
            while words and re.match(r'^[A-Z_]+=', words[0]):
                words.pop(0)
            yield words[1:]


def called_in(source):
    """The words of calls and lists in a Python test: cluster.run('get', 'pods')."""
    for node in ast.walk(ast.parse(source)):
        parts = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.List) else []
        yield [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]


def verb_of(words, verbs, everywhere):
    """The longest verb path that the words begin with, flags of all verbs passed over."""
    path, values = [], {n for n, (_, v) in everywhere.items() if v} | {l for _, (l, v) in everywhere.items() if v and l}
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word == '--':
            break
        elif word.startswith('-') and len(word) > 1:
            skip = '=' not in word and (word[2:] if word.startswith('--') else word[1:] if len(word) == 2 else '') in values
        else:
            word = word if tuple(path + [word]) in verbs else ALIASES.get(word, word)
            if tuple(path + [word]) not in verbs:
                if path:
                    break
                continue
            path.append(word)
    return tuple(path)


def flags_of(words, flags, everywhere):
    letters = {letter: (name, value) for table in (everywhere, flags) for name, (letter, value) in table.items() if letter}
    for word in words:
        if word == '--':
            return
        if word.startswith('--'):
            yield word[2:].split('=')[0].replace('_', '-')
        elif word.startswith('-'):
            for letter in word[1:]:
                if letter not in letters:
                    break
                name, value = letters[letter]
                yield name
                if value:
                    break


def main():
    verbs = verbs_below([], help_of([]))
    everywhere = flags_in(help_of(['options']))
    shown = {path: set() for path in verbs}
    used = set()
    for words in commands():
        path = verb_of(words, verbs, everywhere)
        if path:
            names = set(flags_of(words, verbs[path], everywhere))
            shown[path] |= names
            used |= names
    pairs = [(' '.join(path), flag) for path, flags in sorted(verbs.items()) for flag in sorted(flags)]
    pairs += [('', flag) for flag in sorted(everywhere)]
    missing = [(verb, flag) for verb, flag in pairs
               if flag not in (shown[tuple(verb.split())] if verb else used) and (verb, flag) not in EXCEPTIONS]
    for verb, flag in missing:
        print(('%s --%s' % (verb or 'any verb', flag)) + ': nothing shows it')
    for pair in EXCEPTIONS:
        if pair not in pairs:
            print('%s --%s: excepted, but there is none' % pair)
    print('%d verbs, %d pairs of verb and flag, %d without a command line that shows it' % (len(verbs), len(pairs), len(missing)))
    return 1 if missing or not pairs else 0


if __name__ == '__main__':
    sys.exit(main())
