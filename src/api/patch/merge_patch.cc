#include "api/patch/merge_patch.h"

namespace skiff {
namespace {

// A new part of a document, without the nulls that would have deleted something.
Value without_nulls(const Value& value) {
  if (!value.is_object()) return value;
  Value out = Value::object();
  for (const Member& member : value.members())
    if (!member.value.is_null()) out.set(member.name(), without_nulls(member.value));
  return out;
}

}  // namespace

Value apply_merge_patch(Value document, const Value& patch) {
  if (!patch.is_object()) return patch;
  if (!document.is_object()) return without_nulls(patch);
  for (const Member& member : patch.members()) {
    if (member.value.is_null()) document.erase(member.name());
    else if (Value& present = document.edit(member.key); present.is_null()) present = without_nulls(member.value);
    else present = apply_merge_patch(std::move(present), member.value);
  }
  return document;
}

// Upstream: jsonpatch.MergeMergePatches, mergeDocs with mergeMerge: nulls stay, they are what a patch is about.
Value combine_merge_patches(Value earlier, const Value& later) {
  if (!later.is_object()) return later;
  if (!earlier.is_object()) return without_nulls(later);
  for (const Member& member : later.members()) {
    const Value* present = earlier.find(member.key);
    if (member.value.is_null() || present == nullptr || present->is_null()) earlier.set(member.name(), member.value);
    else earlier.edit(member.key) = combine_merge_patches(*present, member.value);
  }
  return earlier;
}

Value create_merge_patch(const Value& original, const Value& modified) {
  Value patch = Value::object();
  for (const Member& member : modified.members()) {
    const Value* before = original.find(member.key);
    if (before != nullptr && before->is_object() && member.value.is_object()) {
      Value inner = create_merge_patch(*before, member.value);
      if (!inner.empty()) patch.set(member.name(), std::move(inner));
    } else if (before == nullptr || !(*before == member.value)) {
      patch.set(member.name(), member.value);
    }
  }
  for (const Member& member : original.members())
    if (!modified.contains(member.name())) patch.set(member.name(), nullptr);
  return patch;
}

}  // namespace skiff
