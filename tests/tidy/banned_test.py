#!/usr/bin/env python3
"""Fails when a source says what none may say: banned_test.py TOP

Each rule: what, where it is allowed, why not elsewhere. Strings do not count; comments count only for the rules on words.
"""
import os
import re
import sys

CODE = [  # (pattern, files where it is allowed, why)
    (r'\bsystem_clock\b|\bhigh_resolution_clock\b|\bgettimeofday\b|\bclock_gettime\b|\btime\((nullptr|NULL|0)\)|\bstd::time\(',
     r'src/sim/wall_clock\.cc', 'only src/sim/wall_clock reads the real time'),
    (r'\bsteady_clock\b', r'src/sim/wall_clock\.cc|src/journal/lock\.cc|cli/watching\.cc|tests/.*', 'simulated time does not pass by itself'),
    (r'\bsleep_for\b|\bsleep_until\b|\busleep\(|\bnanosleep\(', r'src/sim/wall_clock\.cc|src/journal/lock\.cc|tests/.*', 'nothing sleeps'),
    (r'\brand\(|\bsrand\(|\brandom_device\b|\bmt19937|\bdrand48\(|/dev/u?random', r'src/base/random\.cc',
     'base/random is the one source of randomness'),
    (r'\bstd::regex\b|#include <regex>', r'(?!)', 'std::regex is slow and overflows the stack on long input'),
    (r'\bstd::c(out|err)\b', r'cli/main\.cc', 'output goes through IoStreams'),
    (r'\busing namespace std\b', r'(?!)', 'names say where they come from'),
    (r'^\s*#\s*define\b', r'tests/.*', 'no macros'),
    (r'\b(malloc|free|strcpy|sprintf|strtok|atoi|gets)\(', r'src/base/value\.cc', 'owners and lengths are in the types'),
    (r'\b(std|)::system\(|\bpopen\(', r'cli/(verbs/diff|editor)\.cc', 'no other program is run, but for diff and edit'),
]
WORDS = [
    (r'\b(TODO|FIXME|XXX|HACK)\b', r'(?!)', 'what is missing is an issue, not a comment'),
    (r'\bsimplified\b', r'(?!)', 'do it right, or say what it does'),
]
NAMES = re.compile(r'(^|_)(helpers?|utils?|common|misc|manager|stuff)(_|$)')


def without_strings(line):
    return re.sub(r'"(\\.|[^"\\])*"', '""', line)


def without_comment(line):
    return without_strings(line).split('//', 1)[0]


def main():
    top = sys.argv[1]
    faults = []
    for folder in ('src', 'cli', 'tests'):
        for path, _, files in os.walk(os.path.join(top, folder)):
            for name in sorted(files):
                if not name.endswith(('.h', '.cc')):
                    continue
                where = os.path.relpath(os.path.join(path, name), top)
                if NAMES.search(name.rsplit('.', 1)[0]):
                    faults.append('%s: a name that says nothing' % where)
                with open(os.path.join(top, where), encoding='utf-8') as file:
                    raw = False
                    for number, line in enumerate(file, 1):
                        # The inside of a raw string is data.
                        began = raw
                        if 'R"' in line:
                            raw = ')' not in line.split('R"', 1)[1].split('(', 1)[-1] or not re.search(r'\)\w*"', line)
                        elif raw and re.search(r'\)\w*"', line):
                            raw = False
                        if began:
                            continue
                        for rules, text in ((CODE, without_comment(line)), (WORDS, without_strings(line))):
                            for pattern, allowed, why in rules:
                                if re.search(pattern, text) and not re.fullmatch(allowed, where):
                                    faults.append('%s:%d: %s' % (where, number, why))
    print('\n'.join(faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
