// What the generators `kubectl create KIND` have in common: the object is built here, then sent, or shown in a dry run.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "cli/printing.h"

namespace skiff::cli {

// When --save-config is heeded: `run` does so for what is really made, `create service` not at all.
enum class Remembers { kAlways, kWhatIsMade, kNever };

struct GeneratorOptions {
  PrintFlags print;
  std::string field_manager = "kubectl-create";
  std::string validate = "strict";
  bool save_config = false;
  Remembers remembers = Remembers::kAlways;
};

void declare_generator_flags(Flags& flags, GeneratorOptions& options);

// The one NAME of a generator. Upstream: NameFromCommandArgs.
Result<std::string> generator_name(const Invocation& call);

// Sends `document` (or shows it: --dry-run, -o). A server's refusal reads `<failed><message>` as a client's error; with
// an empty `failed` it stays the server's own.
Outcome create_generated(const GeneratorOptions& options, Invocation& call, const Kind& kind, Value document,
                         std::string_view failed);

// The first half of that: what was made, to be printed later. A dry run of the client makes nothing.
Result<Value> send_generated(const GeneratorOptions& options, Invocation& call, const Kind& kind, Value document,
                             std::string_view failed);
Outcome print_generated(const GeneratorOptions& options, Invocation& call, const Kind& kind, const Value& made);

// Puts a hash of the contents behind the name: --append-hash of ConfigMaps and Secrets.
void append_content_hash(const Kind& kind, Value& document);

// ["web", "nginx:1.27"] parts of words: "key=value", nullopt without `=`.
std::optional<std::pair<std::string, std::string>> split_literal(const std::string& word);

}  // namespace skiff::cli
