#include "api/kinds/behavior.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/quantity.h"

namespace skiff {
namespace {

void check_seconds(const Value& block, const FieldPath& path, std::string_view field, FieldErrors& errors) {
  const Value* seconds = block.find(field);
  if (seconds == nullptr) return;
  if (!seconds->is_number()) return errors.type_invalid(path.child(field), *seconds, "must be a number of seconds");
  if (seconds->as_double() < 0) errors.invalid(path.child(field), *seconds, "must be greater than or equal to 0");
}

void check_exit_code(const Value& block, const FieldPath& path, FieldErrors& errors) {
  const Value* code = block.find("exitCode");
  if (code == nullptr) return;
  if (!code->is_int() || code->as_int() < 0 || code->as_int() > 255)
    errors.invalid(path.child("exitCode"), *code, "must be between 0 and 255, inclusive");
}

// What containers use, each (`usage`) or all of a workload's together (`load`).
void check_quantities(const Value& block, const FieldPath& path, FieldErrors& errors) {
  for (const char* resource : {"cpu", "memory"}) {
    const Value* amount = block.find(resource);
    if (amount == nullptr) continue;
    const Result<Quantity> quantity = Quantity::of(*amount);
    if (!quantity) errors.invalid(path.child(resource), *amount, quantity.error().message);
    else if (quantity->is_negative())
      errors.invalid(path.child(resource), *amount, "must be greater than or equal to 0");
  }
}

void check_word(const Value& block, const FieldPath& path, std::string_view field,
                const std::vector<std::string>& words, FieldErrors& errors) {
  const Value* word = block.find(field);
  if (word == nullptr) return;
  if (std::find(words.begin(), words.end(), word->as_string()) == words.end())
    errors.not_supported(path.child(field), *word, words);
}

struct Duration {
  std::string_view block;
  std::string_view field;
};

// Every number of seconds that a Behavior can carry.
constexpr Duration kDurations[] = {
    {"commands", "failureSeconds"},
    {"commands", "successSeconds"},
    {"pull", "retrySeconds"},
    {"pull", "retryMaxSeconds"},
    {"pull", "seconds"},
    {"pull", "shownAfterSeconds"},
    {"ready", "seconds"},
    {"restart", "firstSeconds"},
    {"restart", "maxSeconds"},
    {"restart", "resetSeconds"},
    {"restart", "seconds"},
    {"restart", "shownAfterSeconds"},
    {"run", "seconds"},
    {"shutdown", "idleSeconds"},
    {"shutdown", "seconds"},
    {"start", "seconds"},
};

void validate(const Value& object, FieldErrors& errors) {
  const FieldPath spec("spec");
  const Value& block = object["spec"];
  // A Behavior speaks of containers, of nodes or of volumes.
  const bool of_containers = !block.contains("node") && !block.contains("volume");
  if (of_containers && block["match"]["images"].empty()) errors.required(spec.child("match").child("images"));
  if (block.contains("node") && block["node"]["names"].empty() && block["node"]["zones"].empty())
    errors.required(spec.child("node").child("names"));
  if (block.contains("volume") && block["volume"]["claims"].empty())
    errors.required(spec.child("volume").child("claims"));
  for (const auto& [name, field] : kDurations) check_seconds(block[name], spec.child(name), field, errors);
  for (const char* name : {"load", "usage"}) check_quantities(block[name], spec.child(name), errors);
  if (const Value* required = block["config"].find("required"); required != nullptr && !required->is_bool())
    errors.type_invalid(spec.child("config").child("required"), *required, "must be true or false");
  check_word(block, spec, "entrypoint", {"None", "RunsArguments"}, errors);
  check_word(block["serve"], spec.child("serve"), "protocol", {"HTTP", "MySQL"}, errors);
  check_exit_code(block["run"], spec.child("run"), errors);
  check_exit_code(block["shutdown"], spec.child("shutdown"), errors);
}

}  // namespace

const Kind kBehavior = {
    .group = "skiff.dev",
    .version = "v1",
    .kind = "Behavior",
    .resource = "behaviors",
    .singular = "behavior",
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .validate = validate,
};

}  // namespace skiff
