"""A program under a pseudo-terminal, and a cluster of its own for each test."""
import os
import pty
import select
import shutil
import signal
import subprocess
import tempfile
import time


class Cluster:
    """A fresh cluster in a folder of its own, with nothing of the user's around it."""

    def __init__(self, program, clock):
        self.program = os.path.abspath(program)
        self.home = tempfile.mkdtemp(prefix='skiff-terminal-')
        kept = {k: v for k, v in os.environ.items() if not k.startswith('SKIFF_') and k not in ('EDITOR', 'KUBE_EDITOR')}
        os.symlink(self.program, os.path.join(self.home, 'skiff'))
        self.env = dict(kept, HOME=self.home, XDG_STATE_HOME=self.home, LC_ALL='C.UTF-8',
                        XDG_CONFIG_HOME=os.path.join(self.home, 'config'),
                        SKIFF_STATE=os.path.join(self.home, 'state.jsonl'), TERM='dumb', PS1='> ', TMPDIR=self.home,
                        PATH=self.home + ':' + os.environ['PATH'])
        self.run('cluster', 'create', '--clock', clock)

    def run(self, *words):
        done = subprocess.run([self.program, *words], env=self.env, cwd=self.home, capture_output=True, text=True,
                              timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home, ignore_errors=True)


class Terminal:
    """What runs under it sees a terminal; its output is kept in `seen`."""

    def __init__(self, argv, env, cwd):
        self.seen = ''
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execvpe(argv[0], argv, env)

    def type(self, text):
        os.write(self.fd, text.encode())

    def read(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not select.select([self.fd], [], [], 0.05)[0]:
                continue
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return False
            if not data:
                return False
            self.seen += data.decode('utf-8', 'replace').replace('\r', '')
        return True

    def wait_for(self, text, seconds=60):
        end = time.monotonic() + seconds
        while text not in self.seen and time.monotonic() < end:
            if not self.read(0.1):
                break
        if text not in self.seen:
            raise AssertionError('%r did not appear in:\n%s' % (text, self.seen))

    def exit_status(self):
        self.read(0.2)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def close(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (OSError, ChildProcessError):
            pass
        os.close(self.fd)
