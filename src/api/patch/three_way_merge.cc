#include "api/patch/three_way_merge.h"

#include <algorithm>
#include <utility>

#include "api/patch/directives.h"
#include "api/patch/merge_patch.h"
#include "api/patch/strategic_diff.h"
#include "api/patch/strategic_merge_patch.h"
#include "base/json.h"

namespace skiff {
namespace {

enum class Keep { kNulls, kValues };

// keepOrDeleteNullInObj: the deletions of a merge patch, or all but them. An empty map is a value.
Value keep_part(const Value& patch, Keep keep) {
  Value out = Value::object();
  for (const Member& member : patch.members()) {
    const Value& value = member.value;
    if (value.is_null()) {
      if (keep == Keep::kNulls) out.set(member.name(), nullptr);
    } else if (value.is_object() && !value.empty()) {
      Value inner = keep_part(value, keep);
      if (!inner.empty()) out.set(member.name(), std::move(inner));
    } else if (keep == Keep::kValues) {
      out.set(member.name(), value);
    }
  }
  return out;
}

// Do two patches say different things about one field? mergepatch.HasConflicts, MergingMapsHaveConflicts.
bool in_conflict(const Value& left, const Value& right, const Schema* schema);

bool lists_in_conflict(const Elements& left, const Elements& right, const PatchField& field) {
  if (!field.merge) return left != right;
  if (field.merge_key.empty()) return false;  // scalars add up
  return std::any_of(left.begin(), left.end(), [&](const Value& item) {
    const size_t other = position_in(right, item, field.merge_key);
    return other < right.size() && in_conflict(item, right[other], field.schema);
  });
}

bool in_conflict(const Value& left, const Value& right, const Schema* schema) {
  if (left.type() != right.type()) return true;
  if (!left.is_object()) return !(left == right);
  for (const Member& member : left.members()) {
    const Value* other = right.find(member.key);
    if (other == nullptr || member.name().starts_with("$")) continue;
    const auto field = find_patch_field(schema, member.name());
    const PatchField known = field ? *field : PatchField();
    const bool differs = member.value.is_array() && other->is_array()
                             ? lists_in_conflict(member.value.elements(), other->elements(), known)
                             : in_conflict(member.value, *other, known.schema);
    if (differs) return true;
  }
  return false;
}

std::string as_json(const Value& value) { return to_json(value); }

// mergepatch.NewErrConflict.
Error conflict_of(const Value& patch, const Value& changed, std::string (*shown)(const Value&)) {
  return client_error("patch:\n" + shown(patch) + "\nconflicts with changes made from original to current:\n" +
                      shown(changed) + "\n");
}

Result<Value> strategic(const Value& original, const Value& modified, const Value& current, const Schema* schema,
                        Overwrite overwrite, std::string (*shown)(const Value&)) {
  auto delta = strategic_diff(current, modified, schema, DiffParts::kAdditionsAndChanges);
  if (!delta) return delta.error();
  auto deletions = strategic_diff(original, modified, schema, DiffParts::kDeletions);
  if (!deletions) return deletions.error();
  auto patch = combine_strategic_patches(*std::move(deletions), *std::move(delta), schema);
  if (!patch || overwrite == Overwrite::kYes) return patch;
  auto changed = strategic_diff(original, current, schema, DiffParts::kAll, ElementOrder::kLeaveOut);
  if (!changed) return changed.error();
  if (in_conflict(*patch, *changed, schema)) return conflict_of(*patch, *changed, shown);
  return patch;
}

Value by_json_merge(const Value& original, const Value& modified, const Value& current) {
  const Value changes = keep_part(create_merge_patch(current, modified), Keep::kValues);
  Value deletions = keep_part(create_merge_patch(original, modified), Keep::kNulls);
  return combine_merge_patches(std::move(deletions), changes);
}

}  // namespace

Result<Value> three_way_patch(const Value& original, const Value& modified, const Value& current, const Schema* schema,
                              Overwrite overwrite, std::string (*shown)(const Value&)) {
  const Value before = original.is_object() ? original : Value::object();
  auto patch = schema == nullptr
                   ? Result<Value>(by_json_merge(before, modified, current))
                   : strategic(before, modified, current, schema, overwrite, shown == nullptr ? as_json : shown);
  if (!patch) return client_error(patch.error().message);
  if (schema != nullptr) return patch;
  if (patch->contains("apiVersion") || patch->contains("kind") || std::as_const(*patch)["metadata"].contains("name"))
    return client_error("At least one of apiVersion, kind and name was changed");
  return patch;
}

}  // namespace skiff
