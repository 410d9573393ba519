#!/usr/bin/env python3
"""Somebody at a terminal talks to MySQL's client: in a pod of its own, in a server's container, and out of a shell there."""
import sys

from terminals import Cluster, Terminal


def talk(cluster, words, *lines):
    """What is seen when each line is typed at a prompt."""
    terminal = Terminal([cluster.program, *words], cluster.env, cluster.home)
    for prompt, line in lines:
        terminal.wait_for(prompt)
        terminal.type(line + '\n')
    terminal.read(30)  # to the end
    return terminal.seen, terminal.exit_status()


def answers_to(seen, line, answer):
    assert line + '\n' + answer in seen, 'after %r: %r' % (line, seen)


with Cluster(sys.argv[1], 'manual') as cluster:
    cluster.run('run', 'db', '--image=mysql:5.7', '--env=MYSQL_ALLOW_EMPTY_PASSWORD=yes', '--port=3306', '--expose')
    cluster.run('clock', 'settle')
    client = ['run', 'mysql-client', '--image=mysql:5.7', '-it', '--rm', '--restart=Never', '--', 'mysql', '-h', 'db']
    seen, status = talk(cluster, client,
                        ('mysql> ', 'CREATE DATABASE shop;'), ('affected', 'use shop'), ('changed', 'CREATE TABLE t'),
                        ('-> ', '(a INT);'), ('0 rows', "INSERT INTO t VALUES (1), (2);"), ('2 rows', 'SELECT * FROM t;'),
                        ('in set', 'SELECT * FROM t WHERE a = 3;'), ('Empty', 'SELECT * FROM nope;'), ('1146', 'exit'))
    assert 'Welcome to the MySQL monitor.  Commands end with ; or \\g.\n' in seen, seen
    answers_to(seen, 'CREATE DATABASE shop;', 'Query OK, 1 row affected (0.00 sec)\n\nmysql> ')
    answers_to(seen, 'use shop', 'Database changed\nmysql> ')
    answers_to(seen, 'CREATE TABLE t', '    -> ')
    answers_to(seen, '(a INT);', 'Query OK, 0 rows affected (0.00 sec)\n\n')
    answers_to(seen, 'SELECT * FROM t;', '+------+\n| a    |\n+------+\n|    1 |\n|    2 |\n+------+\n2 rows in set (0.00 sec)\n\n')
    answers_to(seen, 'SELECT * FROM t WHERE a = 3;', 'Empty set (0.00 sec)\n\n')
    answers_to(seen, 'SELECT * FROM nope;', "ERROR 1146 (42S02): Table 'shop.nope' doesn't exist\nmysql> ")
    answers_to(seen, 'exit', 'Bye\n')
    assert 'pod "mysql-client" deleted' in seen and status == 0, seen

    # From a shell in the server's container, and back to the shell.
    seen, status = talk(cluster, ['exec', '-it', 'db', '--', 'bash'], ('# ', 'mysql shop'),
                        ('mysql> ', 'SELECT COUNT(*) FROM t;'), ('in set', 'quit'), ('Bye\n# ', 'hostname'), ('\ndb\n# ', 'exit'))
    answers_to(seen, 'SELECT COUNT(*) FROM t;', '+----------+\n| COUNT(*) |\n+----------+\n|        2 |\n+----------+\n1 row in set')
    answers_to(seen, 'quit', 'Bye\n# ')
    assert status == 0, seen

    # Nobody there.
    seen, status = talk(cluster, ['exec', '-it', 'db', '--', 'mysql', '-h', 'nope'])
    assert "ERROR 2005 (HY000): Unknown MySQL server host 'nope' (0)" in seen and status == 1, seen
