#!/usr/bin/env python3
"""Seeds for the fuzz targets, made of the manifests and recordings of the project: seeds.py TOP OUT

Writes OUT/TARGET/N for each target. Nothing is stored twice: what is here was written for something else.
"""
import glob
import hashlib
import json
import os
import re
import sys


def main():
    top, out = sys.argv[1:]
    seeds = {name: {} for name in ('cron', 'journal_load', 'jsonpath', 'manifest', 'merge_patch', 'quantities', 'rules',
                                   'selectors', 'strategic_patch')}

    def add(target, text):
        if 0 < len(text) <= 20000:
            seeds[target][hashlib.sha1(text.encode()).hexdigest()[:16]] = text

    manifests = []
    for pattern in ('manifests/*', 'tests/conformance/**/*.yaml', 'tests/unit/**/*.yaml'):
        for path in sorted(glob.glob(os.path.join(top, pattern), recursive=True)):
            with open(path, encoding='utf-8', errors='surrogateescape') as file:
                manifests.append(file.read().encode('utf-8', 'replace').decode())
    consoles = []
    for path in sorted(glob.glob(os.path.join(top, 'tests/conformance/**/*.console'), recursive=True)):
        with open(path, encoding='utf-8', errors='replace') as file:
            consoles.append(file.read())

    for text in manifests:
        add('manifest', text)
        documents = [part for part in re.split(r'^---\s*$', text, flags=re.M) if part.strip()]
        for one, other in zip(documents, documents[1:] + documents[:1]):
            add('strategic_patch', one + '\n===\n' + other)
        for quantity in re.findall(r'(?:cpu|memory|storage)["\']?:\s*["\']?([^\s"\',}]+)', text):
            add('quantities', quantity)
            add('quantities', quantity + '\n===\n1.5Gi')
        for schedule in re.findall(r'schedule["\']?:\s*["\']?([^"\'\n]+)', text):
            add('cron', schedule.strip() + '\n===\nEurope/Berlin')
    for text in consoles:
        for words in re.findall(r'jsonpath(?:-as-json)?=[\'"]?([^\'"\n]*\}[^\'"\n]*)', text):
            add('jsonpath', words)
        for words in re.findall(r'(?:-l|--selector|--field-selector)[ =][\'"]?([^\'"\n]*)', text):
            add('selectors', words.strip())
        for words in re.findall(r'(?:-p|--patch)[ =]\'([^\']*)\'', text):
            add('merge_patch', '{"metadata":{"name":"x","labels":{"a":"b"}},"spec":{"replicas":1,"list":[1,2]}}\n===\n' + words)
            add('strategic_patch', 'apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: nginx, '
                'image: a, env: [{name: A, value: b}]}]}}}\n===\n' + words)
            add('manifest', words)
        for words in re.findall(r'--schedule[ =][\'"]([^\'"]*)', text):
            add('cron', words)
        for line in text.splitlines():
            if line.startswith('{') and line.endswith('}'):
                add('manifest', line)

    for schedule in ('*/5 * * * *', '0 0 29 2 *', '@daily', '@every 1h30m', '0 3 * * mon-fri', '0 0 1,15 * 3', '0 2 * * sun',
                     '30 2 29-31 3,10 *', '0 0 31 2 *', 'TZ=UTC 0 0 * * *'):
        add('cron', schedule)
        add('cron', schedule + '\n===\nAmerica/New_York')
    for path in ('{.items[*].metadata.name}', '{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}',
                 '{.items[?(@.status.restarts>1)].metadata.name}', '{..name}', '{.items[0:2:1].kind}', "{.items[-1:]['kind','metadata']}",
                 '{.items[?(@.metadata.labels.app=="web")].spec.containers[*].image}', "{.items[0].metadata.labels.a\\.b/c}"):
        add('jsonpath', path)
    for path in ('tests/unit/cel/rule_test.cc', 'tests/unit/api/custom_resources/rule_functions_test.cc',
                 'tests/unit/base/regular_expression_test.cc'):
        with open(os.path.join(top, path), encoding='utf-8') as file:
            text = file.read()
        for rule in re.findall(r'R"\((.*?)\)"', text, flags=re.S) + re.findall(r'"((?:[^"\\\n]|\\.)+)"', text):
            add('rules', rule + '\n===\n{"a":"a text","list":["b"],"n":3}')
    for selector in ('app=web,tier in (front, back),!old', 'a notin (b,),c!=d', 'n>1,n<20', 'a.b/c==d', 'x,!y',
                     '{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"n","operator":"In","values":["12"]}]}',
                     'status.phase!=Running,metadata.name=a\\,b'):
        add('selectors', selector)
    for quantity in ('0', '1', '100m', '1.5Gi', '1e3', '1E6', '-0.5', '123456789012345678901234567890', '0.0000000001', '1Ei',
                     '9223372036854775807', '.5', '5.', '+1k', '1n', '1u'):
        add('quantities', quantity)
    document = {'a': 1, 'b': {'c': [1, {'d': None}], 'e': 'f'}, 'g': None}
    for patch in ({'a': None}, {'b': {'c': []}}, {'b': {'e': None, 'x': {'y': None}}}, [], 'text',
                  [{'op': 'add', 'path': '/b/c/-', 'value': 1}, {'op': 'move', 'from': '/a', 'path': '/b/z'},
                   {'op': 'test', 'path': '/b/e', 'value': 'f'}, {'op': 'copy', 'from': '/b', 'path': '/h'},
                   {'op': 'remove', 'path': '/g'}, {'op': 'replace', 'path': '/b/c/0', 'value': {}}]):
        add('merge_patch', json.dumps(document) + '\n===\n' + json.dumps(patch))
    journal(add)
    for target, texts in seeds.items():
        folder = os.path.join(out, target)
        os.makedirs(folder, exist_ok=True)
        for name, text in texts.items():
            with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as file:
                file.write(text)
    print(', '.join('%s: %d' % (target, len(texts)) for target, texts in seeds.items()))


def journal(add):
    """As docs/state-file.md shows them; the target puts the checksums right."""
    stamp = '"at":"2026-01-01T00:00:02.5Z","by":"kubectl apply"'
    put = '{"put":"pods/default/web-0","rv":1,%s,"object":{"kind":"Pod","spec":{"n":[1,2,{"a":null}]}}}' % stamp
    patch = '{"patch":"pods/default/web-0","rv":2,"on":1,%s,"merge":{"spec":{"n":null,"m":"x\\u00e9"}}}' % stamp
    alike = '{"put":"pods/default/web-1","rv":2,"on":1,%s,"merge":{"spec":{"n":{"0":3,"2":{"b":4},"3":{"c":null}}}}}' % stamp
    based = '{"base":"pods/default/web-2","rv":3,"on":1,%s,"merge":{"spec":null}}' % stamp
    gone = '{"delete":"pods/default/web-0","rv":3,"on":2,%s}' % stamp
    base = '{"base":"nodes//worker-1","rv":1,%s,"object":{"kind":"Node"}}' % stamp
    state = '{"state":"timers","key":"kubelet/default/web-0","value":{"at":12}}'
    clear = '{"state":"timers","key":"kubelet/default/web-0","value":null}'
    commit = '{"commit":1,"rv":1,"lines":1,"xxh64":"0"}'
    header = '{"skiff":"journal","version":1}'
    for lines in ([put, commit], [put, patch, state, commit], [put, commit, patch, commit, gone, commit],
                  [base, state, commit, clear, commit], [put, commit, patch], [put, commit, 'garbage', commit],
                  [put, commit, patch, commit, base, commit, '{"put":"x"', commit, put, commit], [patch, commit],
                  [put, alike, commit], [put, alike, based, commit, patch, commit], [alike, commit], [put, commit, alike, commit],
                  [put, patch, patch, commit], ['{"put":"a\\"b\\\\/c/d","rv":18446744073709551615,%s,"object":{}}' % stamp, commit]):
        add('journal_load', 'c' + '\n'.join(lines) + '\n')
        add('journal_load', 'r' + '\n'.join([header] + lines) + '\n')
    add('journal_load', 'r' + header.replace('1}', '2}') + '\n')


if __name__ == '__main__':
    main()
