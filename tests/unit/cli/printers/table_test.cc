#include "cli/printers/table.h"

#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "api/kinds/node.h"
#include "api/kinds/statefulset.h"

using namespace skiff;
using namespace skiff::cli;

namespace {

const Time kNow = *parse_rfc3339("2026-11-22T15:31:30Z");

Value config(const char* name, const char* ns = "default") {
  return Value{{"metadata", Value{{"name", name},
                                  {"namespace", ns},
                                  {"creationTimestamp", "2026-11-22T15:31:24Z"},
                                  {"labels", Value{{"app", "x"}, {"a.b/tier", "front"}}}}},
               {"data", Value{{"k", "v"}}}};
}

Value statefulset(const char* name) {
  return Value{
      {"metadata", Value{{"name", name}, {"namespace", "default"}, {"creationTimestamp", "2026-11-22T15:31:24Z"}}},
      {"spec", Value{{"replicas", 3}}},
      {"status", Value{{"readyReplicas", 1}}}};
}

}  // namespace

TEST_CASE("table: columns as wide as their longest cell and three blanks") {
  TablePrinter table({});
  table.add(kConfigMap, config("a-long-name"), kNow);
  table.add(kConfigMap, config("b"), kNow);
  CHECK(table.take() ==
        "NAME          DATA   AGE\n"
        "a-long-name   1      6s\n"
        "b             1      6s\n");
  table.add(kConfigMap, config("c"), kNow);
  CHECK(table.take() == "c             1      6s\n");
}

TEST_CASE("table: rows of another printer go on below those before") {
  for (const bool headers : {true, false}) {
    TableOptions options;
    options.headers = headers;
    options.show_labels = true;
    TablePrinter whole(options), first(options), second(options);
    for (const char* name : {"a", "b", "long-name", "d"}) whole.add(kConfigMap, config(name), kNow);
    first.add(kConfigMap, config("a"), kNow);
    second.add(kConfigMap, config("b"), kNow);
    second.add(kConfigMap, config("long-name"), kNow);
    second.add(kConfigMap, config("d"), kNow);
    first.add_sent(second.sent());
    CHECK(first.take() == whole.take());
  }
}

TEST_CASE("table: an empty line and a header before another kind") {
  TableOptions options;
  options.show_kind = true;
  TablePrinter table(options);
  table.add(kConfigMap, config("a"), kNow);
  table.add(kStatefulSet, statefulset("web"), kNow);
  CHECK(table.take() ==
        "NAME          DATA   AGE\n"
        "configmap/a   1      6s\n"
        "\n"
        "NAME                   READY   AGE\n"
        "statefulset.apps/web   1/3     6s\n");
}

TEST_CASE("table: namespaces, labels, no headers") {
  TableOptions options;
  options.namespaces = true;
  options.show_labels = true;
  options.label_columns = {"a.b/tier", "nope"};
  TablePrinter table(options);
  table.add(kConfigMap, config("a", "team"), kNow);
  CHECK(table.take() ==
        "NAMESPACE   NAME   DATA   AGE   TIER    NOPE   LABELS\n"
        "team        a      1      6s    front          a.b/tier=front,app=x\n");
  TableOptions bare;
  bare.headers = false;
  TablePrinter lines(bare);
  lines.add(kConfigMap, config("a"), kNow);
  CHECK(lines.take() == "a     1     6s\n");
}

TEST_CASE("table: a cell is one line, and no terminal obeys it") {
  TablePrinter table({});
  table.add(kConfigMap, config("a\nb"), kNow);
  table.add(kConfigMap, config("\x1b[31mred"), kNow);
  CHECK(table.take() ==
        "NAME        DATA   AGE\n"
        "a...        1      6s\n"
        "^[[31mred   1      6s\n");
}
