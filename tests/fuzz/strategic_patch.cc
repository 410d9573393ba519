// Strategic merge patches, and the three-way patches of `kubectl apply`: document, "===", other document. The kind that
// the first names decides on the schema; the server's and the client's ways of making patches must fit each other.
#include "api/decode.h"
#include "api/patch/strategic_diff.h"
#include "api/patch/strategic_merge_patch.h"
#include "api/patch/three_way_merge.h"
#include "api/schema.h"
#include "base/json.h"
#include "fuzz/input.h"

using namespace skiff;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto [first, second] = fuzz::halves(fuzz::text_of(data, size));
  const auto document = decode_yaml(first);
  auto other = decode_yaml(second);
  if (!document || !other || !document->is_object() || !other->is_object()) return 0;
  const Schema* schema = find_schema((*document)["apiVersion"].as_string(), (*document)["kind"].as_string());

  Value patch = *other;
  if (const auto patched = apply_strategic_patch(*document, patch, schema)) (void)to_json(*patched);
  if (const auto combined = combine_strategic_patches(*other, *document, schema)) (void)to_json(*combined);
  if (auto difference = strategic_diff(*document, *other, schema)) {
    Value way = *difference;
    if (const auto there = apply_strategic_patch(*document, way, schema)) (void)to_json(*there);
    if (*document == *other) fuzz::require(difference->empty(), "equal documents have no difference");
  }
  (void)three_way_patch(*document, *other, *document, schema, Overwrite::kRefuse);
  (void)three_way_patch(*other, *document, *other, schema);
  return 0;
}
