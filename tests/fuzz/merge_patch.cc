// JSON merge patches and JSON patches: document, "===", patch. The difference between two documents, applied to the
// first, gives the second, for the API's patches as for the journal's.
#include "api/patch/merge_patch.h"
#include "api/decode.h"
#include "api/patch/json_patch.h"
#include "base/json.h"
#include "fuzz/input.h"
#include "journal/difference.h"

using namespace skiff;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto [first, second] = fuzz::halves(fuzz::text_of(data, size));
  const auto document = decode_json(first);
  const auto patch = decode_json(second);
  if (!document || !patch) return 0;
  const Value patched = apply_merge_patch(*document, *patch);
  fuzz::require(apply_merge_patch(patched, *patch) == patched, "a merge patch applied twice is applied once");
  fuzz::require(journal::merged(*document, *patch) == patched, "journal and API merge alike");
  const Value combined = combine_merge_patches(*patch, *patch);
  fuzz::require(apply_merge_patch(*document, combined) == patched, "a patch on top of itself is itself");

  std::string difference;
  if (journal::append_difference(difference, *document, *patch)) {
    const auto parsed = parse_json(difference);
    fuzz::require(parsed.has_value(), "a difference is JSON");
    fuzz::require(journal::merged(*document, *parsed) == *patch, "a difference leads where it should");
  } else {
    fuzz::require(difference.empty(), "what cannot be said leaves nothing behind");
  }
  if (const auto changed = apply_json_patch(*document, *patch)) (void)to_json(*changed);
  return 0;
}
