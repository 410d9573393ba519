#include "kubelet/mysql/server.h"

#include "api/kinds/statefulset.h"
#include "kubelet/container_files.h"
#include "kubelet/pod_environment.h"
#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

namespace {

constexpr const char* kServer = R"({"containers":[{"name":"mysql","image":"mysql:5.7",
  "env":[{"name":"MYSQL_ALLOW_EMPTY_PASSWORD","value":"1"}],"args":["--server-id=7"]},
  {"name":"beside","image":"busybox"}]})";

ShellOutcome run(Scene& scene, const std::vector<std::string>& argv, const ShellOptions& how = {}, int container = 0) {
  const ObjectRef pod = scene.pod();
  return run_in_pod(scene.store, *pod, pod->spec()["containers"][container], argv, how, scene.cluster->now());
}

std::string query(Scene& scene, const std::string& statements, const ShellOptions& how = {}) {
  const ShellOutcome outcome = run(scene, {"mysql", "-e", statements}, how);
  if (!outcome.understood) return "not simulated";
  CHECK(outcome.exit_code == (outcome.err.empty() ? 0 : 1));
  return outcome.out + outcome.err;
}

}  // namespace

// The forms are those of the MySQL 5.7 Reference Manual and of share/errmsg-utf8.txt.
TEST_CASE("mysql: what a server answers") {
  struct Row {
    const char* why;
    const char* statements;
    const char* out;
  };
  const Row rows[] = {
      {"a number", "SELECT 1", "1\n1\n"},
      {"a text, and nothing", "SELECT 'a b' AS word, NULL", "word\tNULL\na b\tNULL\n"},
      {"who and when", "SELECT @@server_id,NOW()", "@@server_id\tNOW()\n7\t2026-11-22 15:48:34\n"},
      {"what there is from the start", "SHOW DATABASES",
       "Database\ninformation_schema\nmysql\nperformance_schema\nsys\n"},
      {"a table is made, filled and read",
       "CREATE DATABASE test; CREATE TABLE test.messages (message VARCHAR(250));\n"
       "INSERT INTO test.messages VALUES ('hello'), ('it''s; me'); SELECT * FROM test.messages",
       "message\nhello\nit's; me\n"},
      {"a database in use", "CREATE DATABASE shop; USE shop; CREATE TABLE t (id INT); SHOW TABLES; SELECT DATABASE()",
       "Tables_in_shop\nt\nDATABASE()\nshop\n"},
      {"numbers that count by themselves",
       "CREATE DATABASE d; USE d; CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(9) DEFAULT "
       "'x');"
       "INSERT INTO t (name) VALUES ('b'), ('a'); INSERT INTO t (id) VALUES (9);"
       "SELECT name, id FROM t WHERE id > 1 ORDER BY id DESC LIMIT 2; DELETE FROM t WHERE name = 'b'; SELECT COUNT(*) "
       "FROM t",
       "name\tid\nx\t9\na\t2\nCOUNT(*)\n2\n"},
      {"no database", "SELECT * FROM t", "ERROR 1046 (3D000) at line 1: No database selected\n"},
      {"an unknown database", "USE nope", "ERROR 1049 (42000) at line 1: Unknown database 'nope'\n"},
      {"an unknown table", "CREATE DATABASE d;\nSELECT * FROM d.t",
       "ERROR 1146 (42S02) at line 2: Table 'd.t' doesn't exist\n"},
      {"an unknown column", "CREATE DATABASE d; CREATE TABLE d.t (a INT); SELECT b FROM d.t",
       "ERROR 1054 (42S22) at line 1: Unknown column 'b' in 'field list'\n"},
      {"twice the same database", "CREATE DATABASE d; CREATE DATABASE IF NOT EXISTS d; CREATE DATABASE d",
       "ERROR 1007 (HY000) at line 1: Can't create database 'd'; database exists\n"},
      {"twice the same table", "CREATE DATABASE d; CREATE TABLE d.t (a INT); CREATE TABLE d.t (a INT)",
       "ERROR 1050 (42S01) at line 1: Table 't' already exists\n"},
      {"twice the same key", "CREATE DATABASE d; CREATE TABLE d.t (a INT PRIMARY KEY); INSERT INTO d.t VALUES (1), (1)",
       "ERROR 1062 (23000) at line 1: Duplicate entry '1' for key 'PRIMARY'\n"},
      {"too many values", "CREATE DATABASE d; CREATE TABLE d.t (a INT); INSERT INTO d.t VALUES (1, 2)",
       "ERROR 1136 (21S01) at line 1: Column count doesn't match value count at row 1\n"},
      {"too long a text", "CREATE DATABASE d; CREATE TABLE d.t (a VARCHAR(2)); INSERT INTO d.t VALUES ('abc')",
       "ERROR 1406 (22001) at line 1: Data too long for column 'a' at row 1\n"},
      {"what is dropped is gone", "CREATE DATABASE d; CREATE TABLE d.t (a INT); DROP DATABASE d; SELECT * FROM d.t",
       "ERROR 1146 (42S02) at line 1: Table 'd.t' doesn't exist\n"},
      {"no SQL", "SELECT * FORM t",
       "ERROR 1064 (42000) at line 1: You have an error in your SQL syntax; check the manual that corresponds to your "
       "MySQL server version for the right syntax to use near 'FORM t' at line 1\n"},
      {"SQL that nobody simulates", "SELECT a FROM t JOIN u", "not simulated"},
      {"a script with such a statement is not begun", "CREATE DATABASE d; ALTER TABLE d.t ADD b INT", "not simulated"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(kServer);
      scene.at(10);
      CHECK(query(scene, row.statements) == row.out);
    }
}

TEST_CASE("mysql: rows at a terminal stand in a frame, elsewhere tabs part them") {
  Scene scene;
  scene.add_pod(kServer);
  scene.at(10);
  CHECK(query(scene,
              "CREATE DATABASE test; CREATE TABLE test.messages (message VARCHAR(250), n INT);"
              "INSERT INTO test.messages VALUES ('hello', 1), (NULL, 20000)") == "");
  CHECK(query(scene, "SELECT message FROM test.messages LIMIT 1", {.at_terminal = true}) ==
        "+---------+\n| message |\n+---------+\n| hello   |\n+---------+\n");
  CHECK(query(scene, "SELECT n, message FROM test.messages", {.at_terminal = true}) ==
        "+-------+---------+\n| n     | message |\n+-------+---------+\n|     1 | hello   |\n| 20000 | NULL    |\n"
        "+-------+---------+\n");
  CHECK(query(scene, "SELECT n, message FROM test.messages LIMIT 1\\G") ==
        "*************************** 1. row ***************************\n      n: 1\nmessage: hello\n");
  CHECK(run(scene, {"sh", "-c", "mysql -N -e 'SELECT n FROM test.messages' | wc -l"}, {.at_terminal = true}).out ==
        "2\n");
  CHECK(run(scene, {"mysql"}, {.input = "SELECT 1;\nSELECT nope\nFROM test.messages;\n", .has_input = true}).err ==
        "ERROR 1054 (42S22) at line 2: Unknown column 'nope' in 'field list'\n");
}

TEST_CASE("mysql: who is not let in, and where nobody listens") {
  Scene scene;
  scene.add_pod(R"({"containers":[{"name":"mysql","image":"mysql:8.0","env":[
    {"name":"MYSQL_ROOT_PASSWORD","value":"secret"},{"name":"MYSQL_DATABASE","value":"shop"}]},
    {"name":"client","image":"mysql:8.0","command":["sleep","1000"]}]})");
  scene.at(10);
  const std::string address = scene.pod()->status()["podIP"].str();
  CHECK(run(scene, {"mysql", "-e", "SELECT 1"}).err ==
        "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: NO)\n");
  CHECK(run(scene, {"mysql", "-h", address, "-uann", "-px"}).err ==
        "mysql: [Warning] Using a password on the command line interface can be insecure.\nERROR 1045 (28000): Access "
        "denied for user 'ann'@'" +
            address + "' (using password: YES)\n");
  CHECK(run(scene, {"mysql", "-psecret", "shop", "-e", "SHOW TABLES"}).exit_code == 0);
  CHECK(run(scene, {"mysql", "-psecret", "none"}).err.ends_with("ERROR 1049 (42000): Unknown database 'none'\n"));
  CHECK(run(scene, {"mysql", "-h", "nope", "-e", "SELECT 1"}).err ==
        "ERROR 2005 (HY000): Unknown MySQL server host 'nope' (-2)\n");
  CHECK(run(scene, {"mysql", "-h", "127.0.0.1", "-P", "3307"}).err ==
        "ERROR 2003 (HY000): Can't connect to MySQL server on '127.0.0.1:3307' (111)\n");
  CHECK(run(scene, {"mysql", "-e", "SELECT 1"}, {}, 1).err ==
        "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)\n");
  CHECK(run(scene, {"mysqladmin", "ping"}).out == "mysqld is alive\n");
  CHECK(run(scene, {"nc", "-z", "localhost", "3306"}).exit_code == 0);
}

TEST_CASE("mysql: replicas have what the first server of their set has") {
  Scene scene;
  Value set = *parse_json(R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db","namespace":"default",
    "uid":"u"},"spec":{"serviceName":"db","replicas":3,"selector":{"matchLabels":{"app":"db"}},
    "template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"c","image":"mysql:8"}]}}}})");
  const ObjectRef owner = *scene.client().create(kStatefulSet, set);
  const auto add = [&](const std::string& name, const char* args) {
    Value pod = *parse_json(R"({"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"default"},
      "spec":{"nodeName":"worker-1","containers":[{"name":"c","image":"mysql:8"}]}})");
    pod["metadata"]["name"] = name;
    pod["metadata"]["ownerReferences"] = Value::array({controller_reference(*owner)});
    pod["spec"]["containers"].edit_elements()[0].set("args", *parse_json(args));
    REQUIRE(scene.client().create(kPod, pod));
    scene.cluster->advance(seconds(5));
  };
  const auto sql = [&](const std::string& name, const std::string& text) {
    const ObjectRef pod = scene.store.get(kPod, {"default", name});
    const ShellOutcome outcome =
        run_in_pod(scene.store, *pod, pod->spec()["containers"][0], {"mysql", "-Ne", text}, {}, scene.cluster->now());
    return outcome.out + outcome.err;
  };
  add("db-0", "[]");
  add("db-1", R"(["--super-read-only"])");
  add("db-2", "[]");
  CHECK(sql("db-0", "CREATE DATABASE d; CREATE TABLE d.t (a INT); INSERT INTO d.t VALUES (5)") == "");
  CHECK(sql("db-1", "SELECT a FROM d.t") == "5\n");
  CHECK(sql("db-1", "INSERT INTO d.t VALUES (6)") ==
        "ERROR 1290 (HY000) at line 1: The MySQL server is running with the --super-read-only option so it cannot "
        "execute this statement\n");
  // One that is not told to read only is a server of its own.
  CHECK(sql("db-2", "SELECT a FROM d.t") == "ERROR 1146 (42S02) at line 1: Table 'd.t' doesn't exist\n");

  DeleteOptions now;
  now.grace_seconds = 0;
  REQUIRE(scene.client().remove(*scene.store.get(kPod, {"default", "db-0"}), now));
  CHECK(sql("db-1", "SELECT a FROM d.t") == "5\n");
  add("db-3", R"(["--super-read-only"])");
  CHECK(sql("db-3", "SELECT a FROM d.t") == "5\n");
}

// What the page about a replicated stateful application promises.
TEST_CASE("probes: one whose program was moved away fails until it is back") {
  Scene scene;
  scene.add_pod(R"({"containers":[{"name":"mysql","image":"mysql:5.7","readinessProbe":{"exec":{"command":
    ["mysql","-h","127.0.0.1","-e","SELECT 1"]},"periodSeconds":2,"timeoutSeconds":1}}]})");
  scene.at(10);
  CHECK(scene.looks() == "Running 1/1 mysql:Running");
  CHECK(run(scene, {"mv", "/usr/bin/mysql", "/usr/bin/mysql.off"}).exit_code == 0);
  CHECK(lacks_programs(scene.store, *scene.pod(), "mysql"));
  scene.cluster->look_at_pod({"default", "p"});
  scene.at(14.5);  // the container runs since the first second, and the probe every second one from then on
  CHECK(scene.looks() == "Running 1/1 mysql:Running");  // twice it has failed by now
  scene.at(15.5);
  CHECK(scene.looks() == "Running 0/1 mysql:Running");
  scene.at(20);
  CHECK(scene.looks() == "Running 0/1 mysql:Running");
  CHECK(scene.messages("Unhealthy")
            .find("Readiness probe errored and resulted in unknown state: rpc error: code = "
                  "Unknown desc = failed to exec in container: failed to start exec \"") != std::string::npos);
  CHECK(scene.messages("Unhealthy").find("exec: \"mysql\": executable file not found in $PATH") != std::string::npos);
  CHECK_FALSE(run(scene, {"mysql", "-e", "SELECT 1"}).started);
  CHECK(run(scene, {"/usr/bin/mysql.off", "-e", "SELECT 1"}).out == "1\n1\n");
  CHECK(run(scene, {"mv", "/usr/bin/mysql.off", "/usr/bin/mysql"}).exit_code == 0);
  scene.at(30);
  CHECK(scene.looks() == "Running 1/1 mysql:Running");
}
