#include "api/patch/strategic_merge_patch.h"

#include <algorithm>
#include <vector>

#include "api/patch/directives.h"
#include "api/patch/strategic_lists.h"
#include "api/scalar_decoding.h"
#include "base/go_format.h"

namespace skiff {
namespace {

enum class Use {
  kApply,    // to a document: directives are carried out, nulls for what is not there are dropped
  kCombine,  // to another patch: directives are kept
};

Result<Value> merge_maps(Value original, Value& patch, const Schema* schema, Use use);

bool is_directive_for_list(std::string_view key) {
  return key.starts_with(kDeleteFromListPrefix) || key.starts_with(kSetOrderPrefix);
}

// discardNullValuesFromPatch.
void drop_nulls(Value& value) {
  if (value.is_array()) {
    for (Value& element : value.edit_elements()) drop_nulls(element);
    return;
  }
  if (!value.is_object() || value.empty()) return;
  std::erase_if(value.edit_members(), [](const Member& member) { return member.value.is_null(); });
  for (Member& member : value.edit_members()) drop_nulls(member.value);
}

// removeDirectives: parts that say `$patch` have no place in a new value. False if that is the whole value.
bool drop_marked_parts(Value& value) {
  if (value.is_array()) {
    std::erase_if(value.edit_elements(), [](Value& element) { return !drop_marked_parts(element); });
    return true;
  }
  if (!value.is_object() || value.empty()) return true;
  if (value.contains(kPatchDirective)) return false;
  std::erase_if(value.edit_members(), [](Member& member) { return !drop_marked_parts(member.value); });
  return true;
}

// A value of the patch where the original has none, or one of another type.
void take(Value& original, std::string_view key, Value value, Use use) {
  if (use == Use::kApply) {
    drop_nulls(value);
    if (!drop_marked_parts(value)) {
      original.erase(key);
      return;
    }
  }
  original.set(key, std::move(value));
}

// applyRetainKeysDirective.
Result<void> retain_keys(Value& original, Value& patch, Use use) {
  if (!patch.contains(kRetainKeysDirective)) return {};
  const Value keys = std::as_const(patch)[kRetainKeysDirective];
  patch.erase(kRetainKeysDirective);
  if (use == Use::kCombine) {
    const Value* present = original.find(kRetainKeysDirective);
    if (present != nullptr && !(*present == keys))
      return patch_error(go_value(*present) + " and " + go_value(keys) +
                         " are not deep equal: this may happen when calculating the 3-way diff patch");
    original.set(kRetainKeysDirective, keys);
    return {};
  }
  const Error bad_format = bad_request("invalid patch format of retainKeys");
  if (!keys.is_array()) return bad_format;
  const auto retained = [&](std::string_view name) {
    return position_in(keys.elements(), Value(name), {}) < keys.size();
  };
  for (const Member& member : std::as_const(patch).members())
    if (!member.value.is_null() && !is_directive_for_list(member.name()) && !retained(member.name())) return bad_format;
  std::erase_if(original.edit_members(), [&](const Member& member) { return !retained(member.name()); });
  return {};
}

struct SpecialElements {
  Elements original;  // without those that the patch deletes
  Elements patch;     // without those that are directives
};

// mergeSliceWithSpecialElements: `$patch` on an element deletes its namesake, or replaces the whole list.
Result<SpecialElements> apply_element_directives(const Elements& original, const Elements& patch,
                                                 std::string_view merge_key) {
  SpecialElements out{original, {}};
  bool replace = false;
  for (const Value& item : patch) {
    const Value* directive = item.find(kPatchDirective);
    if (directive == nullptr) {
      out.patch.push_back(item);
      continue;
    }
    const std::string_view word = directive->as_string();
    if (word == "merge") return patch_error("merging lists cannot yet be specified in the patch");
    if (word != "delete" && word != "replace")
      return patch_error("unknown patch type: " + go_value(*directive) + " in map: " + go_value(item));
    if (word == "replace") {
      replace = true;
      continue;
    }
    if (!item.contains(merge_key)) return no_merge_key(item, merge_key);
    std::erase_if(out.original, [&](const Value& other) { return other[merge_key] == item[merge_key]; });
  }
  if (replace) return SpecialElements{std::move(out.patch), {}};
  return out;
}

// mergeSliceWithoutSpecialElements: namesakes merge, the rest is appended.
Result<Elements> merge_elements(Elements original, Elements patch, const PatchField& field, Use use) {
  for (Value& item : patch) {
    if (!item.contains(field.merge_key)) return no_merge_key(item, field.merge_key);
    const auto namesake = std::find_if(original.begin(), original.end(), [&](const Value& other) {
      return other.contains(field.merge_key) && other[field.merge_key] == std::as_const(item)[field.merge_key];
    });
    if (namesake == original.end()) {
      if (use == Use::kApply) drop_nulls(item);
      original.push_back(item);
      continue;
    }
    auto merged = merge_maps(*namesake, item, field.schema, use);
    if (!merged) return merged.error();
    *namesake = *std::move(merged);
  }
  return original;
}

// mergeSlice, without the ordering: the elements, and the list as it stands before the patch's are added.
struct MergedList {
  Elements merged;
  Elements live;
  Elements patch;
};

Result<MergedList> merge_lists(const Elements& original, const Elements& patch, const PatchField& field, Use use) {
  const Elements& filled = original.empty() ? patch : original;
  const Value sample = filled.empty() ? Value() : filled[0];
  if (sample.is_array()) return patch_error("lists of lists are not supported");
  if (!sample.is_object()) {
    Elements both = original;
    both.insert(both.end(), patch.begin(), patch.end());
    return MergedList{deduplicated(both), original, patch};
  }
  if (field.merge_key.empty())
    return patch_error("cannot merge lists without merge key for " + std::string(field.type_name));
  auto special = apply_element_directives(original, patch, field.merge_key);
  if (!special) return special.error();
  auto merged = merge_elements(special->original, special->patch, field, use);
  if (!merged) return merged.error();
  return MergedList{*std::move(merged), std::move(special->original), std::move(special->patch)};
}

Result<Value> merge_list_field(const Value& original, const Value& patch, const PatchField& field, Use use) {
  if (!field.merge) return patch;
  auto merged = merge_lists(original.elements(), patch.elements(), field, use);
  if (!merged) return merged.error();
  return Value::array(in_patch_order(merged->merged, merged->patch, merged->live, field.merge_key));
}

// One `$setElementOrder/<field>` of the patch, together with the list it orders: mergePatchIntoOriginal.
Result<void> merge_ordered_list(Value& original, Value& patch, const std::string& directive, const Schema* schema,
                                Use use) {
  const Value order = std::as_const(patch)[directive];
  if (use == Use::kCombine) {
    const Value* present = original.find(directive);
    if (present != nullptr && !(*present == order)) return bad_request("invalid patch format of setElementOrder list");
    original.set(directive, order);
  }
  patch.erase(directive);
  const std::string name = directive.substr(kSetOrderPrefix.size());
  if (!order.is_array()) return bad_request("invalid patch format of setElementOrder list");
  const bool has_live = original.contains(name);
  const bool has_patch = patch.contains(name);
  const Value live = std::as_const(original)[name];
  Value items = std::as_const(patch)[name];
  if ((has_live && !live.is_array()) || (has_patch && !items.is_array()))
    return patch_error("expected a list for the field " + name);
  const auto field = find_patch_field(schema, name);
  if (!field) return field.error();
  if (auto fits = check_element_order(items.elements(), order.elements(), field->merge_key); !fits) return fits;
  if (!has_live && !has_patch) return {};

  Elements merged = live.elements();
  if (!has_live) {
    drop_marked_parts(items);
    merged = items.elements();
  } else if (has_patch) {
    auto both = merge_list_field(live, items, *field, use);
    if (!both) return both.error();
    merged = both->elements();
  }
  original.set(name, Value::array(in_patch_order(merged, order.elements(), live.elements(), field->merge_key)));
  patch.erase(name);
  return {};
}

Result<void> merge_ordered_lists(Value& original, Value& patch, const Schema* schema, Use use) {
  std::vector<std::string> directives;
  for (const Member& member : std::as_const(patch).members())
    if (member.name().starts_with(kSetOrderPrefix)) directives.emplace_back(member.name());
  for (const std::string& directive : directives)
    if (auto done = merge_ordered_list(original, patch, directive, schema, use); !done) return done;
  return {};
}

// `$deleteFromPrimitiveList/<field>`.
void delete_from_list(Value& original, std::string_view name, const Value& gone) {
  const Value* list = original.find(name);
  if (list == nullptr || !list->is_array()) return;
  Elements kept;
  for (const Value& item : list->elements())
    if (position_in(gone.elements(), item, {}) == gone.size()) kept.push_back(item);
  original.set(name, Value::array(std::move(kept)));
}

Result<void> merge_field(Value& original, Member& member, const Schema* schema, Use use) {
  const std::string_view key = member.name();
  if (key.starts_with(kDeleteFromListPrefix)) {
    if (use == Use::kCombine) original.set(key, member.value);
    else delete_from_list(original, key.substr(kDeleteFromListPrefix.size()), member.value);
    return {};
  }
  if (member.value.is_null()) {
    original.erase(key);
    if (use == Use::kApply) return {};
  }
  const Value* present = original.find(key);
  if (present == nullptr || present->type() != member.value.type()) {
    take(original, key, member.value, use);
    return {};
  }
  if (!present->is_object() && !present->is_array()) {
    original.set(key, member.value);
    return {};
  }
  const auto field = find_patch_field(schema, key);
  if (!field) return field.error();
  if (present->is_object() && field->replace) {
    original.set(key, member.value);
    return {};
  }
  Value before = *present;
  auto merged = before.is_object() ? merge_maps(std::move(before), member.value, field->schema, use)
                                   : merge_list_field(before, member.value, *field, use);
  if (!merged) return merged.error();
  original.set(key, *std::move(merged));
  return {};
}

// handleDirectiveInMergeMap.
Result<Value> apply_map_directive(Value& patch) {
  const Value directive = std::as_const(patch)[kPatchDirective];
  if (directive.as_string() == "replace") {
    patch.erase(kPatchDirective);
    return patch;
  }
  if (directive.as_string() == "delete") return Value::object();
  return patch_error("unknown patch type: " + go_value(directive) + " in map: " + go_value(patch));
}

Result<Value> merge_maps(Value original, Value& patch, const Schema* schema, Use use) {
  if (patch.contains(kPatchDirective)) return apply_map_directive(patch);
  if (auto done = retain_keys(original, patch, use); !done) return done.error();
  if (auto done = merge_ordered_lists(original, patch, schema, use); !done) return done.error();
  if (patch.empty()) return original;
  for (Member& member : patch.edit_members())
    if (auto done = merge_field(original, member, schema, use); !done) return done.error();
  return original;
}

}  // namespace

Result<Value> apply_strategic_patch(Value document, Value& patch, const Schema* schema) {
  if (!patch.is_object())
    return bad_request("json: cannot unmarshal " + json_type_name(patch) +
                       " into Go value of type map[string]interface {}");
  return merge_maps(std::move(document), patch, schema, Use::kApply);
}

Result<Value> combine_strategic_patches(Value earlier, Value later, const Schema* schema) {
  return merge_maps(std::move(earlier), later, schema, Use::kCombine);
}

}  // namespace skiff
