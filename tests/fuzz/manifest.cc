// Manifests: whatever is accepted can be written as JSON and read again, and is then the same.
#include "api/decode.h"
#include "base/json.h"
#include "fuzz/input.h"

using namespace skiff;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Manifests read = decode_manifests(fuzz::text_of(data, size), "fuzz.yaml");
  for (const Manifest& manifest : read.documents) {
    const std::string text = to_json(manifest.document);
    const auto again = decode_json(text);
    fuzz::require(again.has_value(), "the JSON of a document can be decoded");
    fuzz::require(to_json(*again) == text, "decoding JSON changes nothing");
    const auto stored = parse_json(text);
    fuzz::require(stored.has_value(), "what is accepted can be read from the state file");
    fuzz::require(to_json(*stored) == text, "storing changes nothing");
    for (const Value& item : flatten_list(manifest.document)) (void)to_pretty_json(item);
  }
  return 0;
}
