// JSONPath templates as `-o jsonpath`, custom columns and --sort-by take them, on a small list of pods.
#include "cli/printers/jsonpath.h"
#include "base/json.h"
#include "fuzz/input.h"

using namespace skiff;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Value root = *parse_json(R"({"apiVersion":"v1","kind":"List","items":[
    {"kind":"Pod","metadata":{"name":"web-0","labels":{"app":"web","a.b/c":"d"}},"spec":{"containers":[
      {"name":"nginx","image":"nginx:1.27","ports":[{"containerPort":80}]},{"name":"log","image":"busybox"}]},
      "status":{"phase":"Running","ready":true,"restarts":3,"ratio":0.5,"nothing":null,"empty":[],"none":{}}},
    {"kind":"Pod","metadata":{"name":"web-1","labels":{"app":"web"}},"status":{"phase":"Pending","restarts":-1}}]})");
  const std::string_view text = fuzz::text_of(data, size);
  for (const auto missing : {cli::MissingKeys::kAllow, cli::MissingKeys::kRefuse})
    if (const auto path = cli::JsonPath::parse(text)) (void)path->print(root, missing);
  if (const auto relaxed = cli::relaxed_path(text))
    if (const auto path = cli::JsonPath::parse(*relaxed)) (void)path->find(root, cli::MissingKeys::kAllow);
  return 0;
}
