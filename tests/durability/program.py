"""The program under test in a folder of its own, and a reader of its state files that knows only docs/state-file.md."""
import json
import os
import struct
import subprocess
import tempfile
import time


class Stage:
    """A folder with one cluster; commands run in it with nothing of the caller's environment but PATH."""

    def __init__(self, program, clock='manual'):
        self.program = os.path.abspath(program)
        self.keeper = tempfile.TemporaryDirectory(prefix='skiff-durability-')
        self.folder = self.keeper.name
        self.state = os.path.join(self.folder, 'sim.jsonl')
        self.environment = {'PATH': os.environ.get('PATH', ''), 'HOME': self.folder, 'SKIFF_CLOCK': clock,
                            'SKIFF_STATE': self.state}

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), 'wb') as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def start(self, *args, **more):
        environment = dict(self.environment, **more.pop('environment', {}))
        streams = {'stdin': subprocess.DEVNULL, 'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE}
        streams.update(more)
        return subprocess.Popen([self.program, *args], env=environment, cwd=self.folder, **streams)

    def run(self, *args, **more):
        """Exit status, stdout, stderr, as text. `input` is what comes on standard input."""
        given = more.pop('input', None)
        if given is not None:
            more['stdin'] = subprocess.PIPE
        process = self.start(*args, **more)
        out, err = process.communicate(given.encode() if isinstance(given, str) else given)
        return process.returncode, out.decode(errors='replace'), err.decode(errors='replace')

    def must(self, *args, **more):
        status, out, err = self.run(*args, **more)
        if status != 0:
            raise AssertionError('skiff %s: exit status %d\n%s%s' % (' '.join(args), status, out, err))
        return out


def merged(target, patch):
    """RFC 7386, and elements of a list by number (docs/state-file.md)."""
    if not isinstance(patch, dict):
        return patch
    if isinstance(target, list):
        out = list(target)
        for at, value in sorted((int(number), value) for number, value in patch.items()):
            if at == len(out):
                out.append(value)
            else:
                out[at] = merged(out[at], value) if isinstance(out[at], dict) else value
        return out
    out = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            out.pop(name, None)
        else:
            out[name] = merged(out.get(name), value)
    return out


def xxh64(data, seed):
    """The published algorithm, slowly."""
    p1, p2, p3, p4, p5 = (11400714785074694791, 14029467366897019727, 1609587929392839161, 9650029242287828579,
                          2870177450012600261)
    mask = (1 << 64) - 1

    def rotated(value, bits):
        return (value << bits | value >> (64 - bits)) & mask

    def round_of(lane, word):
        return rotated((lane + word * p2) & mask, 31) * p1 & mask

    at = 0
    if len(data) >= 32:
        lanes = [(seed + p1 + p2) & mask, (seed + p2) & mask, seed, (seed - p1) & mask]
        while at + 32 <= len(data):
            words = struct.unpack_from('<4Q', data, at)
            lanes = [round_of(lane, word) for lane, word in zip(lanes, words)]
            at += 32
        total = sum(rotated(lane, bits) for lane, bits in zip(lanes, (1, 7, 12, 18))) & mask
        for lane in lanes:
            total = ((total ^ round_of(0, lane)) * p1 + p4) & mask
    else:
        total = (seed + p5) & mask
    total = (total + len(data)) & mask
    while at + 8 <= len(data):
        total = (rotated(total ^ round_of(0, struct.unpack_from('<Q', data, at)[0]), 27) * p1 + p4) & mask
        at += 8
    if at + 4 <= len(data):
        total = (rotated(total ^ struct.unpack_from('<I', data, at)[0] * p1 & mask, 23) * p2 + p3) & mask
        at += 4
    for byte in data[at:]:
        total = rotated(total ^ byte * p5 & mask, 11) * p1 & mask
    total = (total ^ total >> 33) * p2 & mask
    total = (total ^ total >> 29) * p3 & mask
    return total ^ total >> 32


def forged(text):
    """A state file's text with all commit lines' checksums put right, whatever its lines say."""
    out, last, body = [], 0, b''
    for line in text.split(b'\n')[:-1]:
        if not line.startswith(b'{"commit":'):
            body += line + b'\n'
            continue
        covered = line[:line.index(b',"xxh64"')]
        last = xxh64(body + covered, last)
        out.append(body + covered + b',"xxh64":"%016x"}\n' % last)
        body = b''
    return b''.join(out) + body


class StateFile:
    """What the committed transactions of a state file say, read line by line."""

    def __init__(self, path):
        self.objects = {}   # key: document
        self.states = {}    # (table, key): value
        self.changes = []   # (rv, type, key), in the order of the file
        self.transactions = 0
        with open(path, 'rb') as file:
            lines = file.read().split(b'\n')
        assert lines[0] == b'{"skiff":"journal","version":1}', lines[0]
        pending = []
        for line in lines[1:]:
            if not line.startswith(b'{"commit":'):
                pending.append(line)
                continue
            commit = json.loads(line)
            assert commit['lines'] == len(pending), line
            self.transactions += 1
            self.wholes = {}    # version: document, of this transaction
            for change in pending:
                self.apply(json.loads(change))
            pending = []
        self.torn = b'\n'.join(pending)

    def apply(self, line):
        kind = next(iter(line))
        if kind == 'state':
            name = (line['state'], line['key'])
            self.states.pop(name, None)
            if line['value'] is not None:
                self.states[name] = line['value']
            return
        key = line[kind]
        if kind in ('put', 'base'):
            whole = 'object' in line
            self.objects[key] = line['object'] if whole else merged(self.wholes[line['on']], line['merge'])
            if whole:
                self.wholes[line['rv']] = line['object']
        elif kind == 'patch':
            self.objects[key] = merged(self.objects[key], line['merge'])
        else:
            assert kind == 'delete', line
            del self.objects[key]
        if kind != 'base':
            self.changes.append((line['rv'], kind, key))

    def contents(self):
        return self.objects, self.states


class Report:
    """Counts what was checked; exits with what failed."""

    def __init__(self):
        self.failures = []
        self.checks = 0
        self.start = time.monotonic()

    def check(self, holds, what):
        self.checks += 1
        if not holds:
            self.failures.append(what)
            print('FAILED: %s' % what, flush=True)
        return holds

    def finish(self, summary=''):
        print('%d checks, %d failed, %.1f s. %s' % (self.checks, len(self.failures), time.monotonic() - self.start,
                                                    summary))
        raise SystemExit(1 if self.failures else 0)
