#include "journal/models.h"

#include "base/json.h"
#include "journal/difference.h"
#include "journal/line_index.h"

namespace skiff::journal {
namespace {

constexpr size_t kModelsMax = 1024;
constexpr size_t kWorth = 2;  // a difference is not written if the whole version is less than so many times as long

// What is likely to be alike: what one writer has made of names that differ in what is behind the last dash; of events
// those with the same reason.
std::string family_of(const RecordHead& head, const Value& document) {
  std::string family(head.key.substr(0, head.key.rfind('-')));
  return family.append(" ").append(head.by).append(" ").append(document["reason"].as_string());
}

}  // namespace

uint32_t Models::append(std::string& out, RecordHead head, const Value& document, uint32_t number) {
  std::string family = family_of(head, document);
  const auto known = models_.find(family);
  if (known != models_.end()) {
    const Model& model = known->second;
    const size_t start = out.size();
    head.on = model.resource_version;
    append_head(out, head);
    const size_t body = out.size();
    if (append_difference(out, model.document, document) && longer_than(document, kWorth * (out.size() - body)))
      return model.line;
    out.resize(start);
  }
  head.on = 0;
  append_head(out, head);
  append_json(out, document);
  if (models_.size() >= kModelsMax) models_.clear();
  models_[std::move(family)] = {head.rv, number, document};
  return LineIndex::kNone;
}

}  // namespace skiff::journal
