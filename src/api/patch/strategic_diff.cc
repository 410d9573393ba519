#include "api/patch/strategic_diff.h"

#include <algorithm>

#include "api/patch/directives.h"
#include "base/go_format.h"

namespace skiff {
namespace {

struct DiffOptions {
  DiffParts parts;
  ElementOrder order;
  bool retain_keys = false;  // the map that is compared now says which of its keys stay

  bool with_changes() const { return parts != DiffParts::kDeletions; }
  bool with_deletions() const { return parts != DiffParts::kAdditionsAndChanges; }
};

// What comparing two merged lists gives: the field itself and its two companions.
struct ListDiff {
  Elements changes;
  Elements deletions;  // of scalars; deletions of maps are among the changes
  Elements order;
};

Result<Value> diff_maps(const Value& original, const Value& modified, const Schema* schema, const DiffOptions& options);

// What elements are sorted and compared by: their merge key, or the scalars themselves.
std::string sorting_text(const Value& element, std::string_view merge_key) {
  return go_value(merge_key.empty() ? element : element[merge_key]);
}

Elements sorted_by_text(Elements list, std::string_view merge_key) {
  std::stable_sort(list.begin(), list.end(), [&](const Value& a, const Value& b) {
    return sorting_text(a, merge_key) < sorting_text(b, merge_key);
  });
  return list;
}

// Walks two lists that are sorted by text as one, in step.
template <class OnlyOriginal, class OnlyModified, class Both>
Result<void> walk(const Elements& original, const Elements& modified, std::string_view merge_key,
                  OnlyOriginal only_original, OnlyModified only_modified, Both both) {
  const auto text = [&](const Value& item) { return sorting_text(item, merge_key); };
  for (size_t i = 0, j = 0; i < original.size() || j < modified.size();) {
    const int order = i == original.size()   ? 1
                      : j == modified.size() ? -1
                                             : text(original[i]).compare(text(modified[j]));
    if (order < 0) only_original(original[i++]);
    else if (order > 0) only_modified(modified[j++]);
    else if (auto done = both(original[i++], modified[j++]); !done) return done;
  }
  return {};
}

// normalizeSliceOrder: in the order of `order`; what is not in it stays where it is put.
void sort_like(Elements& list, const Elements& order, std::string_view merge_key) {
  std::stable_sort(list.begin(), list.end(), [&](const Value& a, const Value& b) {
    return position_in(order, a, merge_key) < position_in(order, b, merge_key);
  });
}

bool same_order(const Elements& original, const Elements& modified, std::string_view merge_key) {
  return std::equal(original.begin(), original.end(), modified.begin(), modified.end(),
                    [&](const Value& a, const Value& b) { return a[merge_key] == b[merge_key]; });
}

Result<void> check_merge_keys(const Elements& list, std::string_view merge_key) {
  for (const Value& item : list) {
    if (!item.is_object()) return patch_error("cannot merge lists without merge key for " + std::string(merge_key));
    if (!item.contains(merge_key)) return no_merge_key(item, merge_key);
  }
  return {};
}

// diffListsOfMaps, and what diffLists makes of it.
Result<ListDiff> diff_lists_of_maps(const Elements& original, const Elements& modified, const PatchField& field,
                                    const DiffOptions& options) {
  const std::string_view key = field.merge_key;
  for (const Elements* list : {&original, &modified})
    if (auto keyed = check_merge_keys(*list, key); !keyed) return keyed.error();
  ListDiff diff;
  Elements deletions;
  const auto removed = [&](const Value& item) {
    if (!options.with_deletions()) return;
    deletions.push_back(Value{{kPatchDirective, "delete"}, {key, item[key]}});
  };
  const auto added = [&](const Value& item) {
    if (options.with_changes()) diff.changes.push_back(item);
  };
  const auto compared = [&](const Value& before, const Value& after) -> Result<void> {
    auto patch = diff_maps(before, after, field.schema, options);
    if (!patch) return patch.error();
    if (patch->empty()) return {};
    patch->set(key, after[key]);
    diff.changes.push_back(*std::move(patch));
    return {};
  };
  auto walked = walk(sorted_by_text(original, key), sorted_by_text(modified, key), key, removed, added, compared);
  if (!walked) return walked.error();
  sort_like(diff.changes, modified, key);
  diff.changes.insert(diff.changes.end(), deletions.begin(), deletions.end());

  const bool changed = options.with_changes() && (!diff.changes.empty() || !same_order(original, modified, key));
  const bool deleted = options.with_deletions() && !diff.changes.empty();
  if (options.order == ElementOrder::kSay && (changed || deleted))
    for (const Value& item : modified) diff.order.push_back(Value{{key, item[key]}});
  return diff;
}

// diffListsOfScalars, and what diffLists makes of it.
Result<ListDiff> diff_lists_of_scalars(const Elements& original, const Elements& modified, const DiffOptions& options) {
  ListDiff diff;
  const Elements sorted_original = sorted_by_text(original, {});
  const auto removed = [&](const Value& item) {
    const bool known = position_in(diff.deletions, item, {}) < diff.deletions.size();
    if (options.with_deletions() && !known) diff.deletions.push_back(item);
  };
  const auto added = [&](const Value& item) {
    if (options.with_changes()) diff.changes.push_back(item);
  };
  const auto equal = [](const Value&, const Value&) -> Result<void> { return {}; };
  auto walked = walk(sorted_original, sorted_by_text(modified, {}), {}, removed, added, equal);
  if (!walked) return walked.error();
  sort_like(diff.changes, modified, {});
  // Upstream has sorted the original by now, so a list that is not in sorted order always says its order.
  const bool changed = options.with_changes() && sorted_original != modified;
  const bool deleted = options.with_deletions() && !diff.deletions.empty();
  if (options.order == ElementOrder::kSay && (changed || deleted)) diff.order = modified;
  return diff;
}

Result<ListDiff> diff_lists(const Elements& original, const Elements& modified, const PatchField& field,
                            const DiffOptions& options) {
  if (original.empty()) {
    ListDiff diff;
    if (options.with_changes()) diff.changes = modified;
    return diff;
  }
  if (original[0].is_array()) return patch_error("lists of lists are not supported");
  if (original[0].is_object()) return diff_lists_of_maps(original, modified, field, options);
  return diff_lists_of_scalars(original, modified, options);
}

void replace_if_changed(std::string_view key, const Value& original, const Value& modified, Value& patch,
                        const DiffOptions& options) {
  if (options.with_changes() && !(original == modified)) patch.set(key, modified);
}

// handleMapDiff.
Result<void> diff_map_field(std::string_view key, const Value& original, const Value& modified, const Schema* schema,
                            Value& patch, DiffOptions options) {
  const auto field = find_patch_field(schema, key);
  if (!field) {
    if (original == modified) return {};
    return field.error();
  }
  options.retain_keys = field->retain_keys;
  if (field->replace) {
    // Even when nothing has changed: such a map is never left out.
    if (options.with_changes()) patch.set(key, modified);
    return {};
  }
  auto inner = diff_maps(original, modified, field->schema, options);
  if (!inner) return inner.error();
  if (!inner->empty()) patch.set(key, *std::move(inner));
  return {};
}

// handleSliceDiff.
Result<void> diff_list_field(std::string_view key, const Value& original, const Value& modified, const Schema* schema,
                             Value& patch, DiffOptions options) {
  const auto field = find_patch_field(schema, key);
  if (!field) {
    if (original == modified) return {};
    return field.error();
  }
  if (!field->merge) {
    replace_if_changed(key, original, modified, patch, options);
    return {};
  }
  options.retain_keys = field->retain_keys;
  auto diff = diff_lists(original.elements(), modified.elements(), *field, options);
  if (!diff) return diff.error();
  if (!diff->changes.empty()) patch.set(key, Value::array(std::move(diff->changes)));
  if (!diff->deletions.empty())
    patch.set(std::string(kDeleteFromListPrefix).append(key), Value::array(std::move(diff->deletions)));
  if (!diff->order.empty()) patch.set(std::string(kSetOrderPrefix).append(key), Value::array(std::move(diff->order)));
  return {};
}

// The keys that stay, when something changes or a key that is not among them must go.
void say_retained_keys(const Value& original, const Value& modified, Value& patch) {
  Value keys = Value::array();
  for (const Member& member : modified.members())
    if (!member.value.is_null()) keys.push_back(member.name());
  const bool others = std::any_of(original.members().begin(), original.members().end(), [&](const Member& member) {
    return !member.value.is_null() && !modified.contains(member.name());
  });
  if (!keys.empty() && (!patch.empty() || others)) patch.set(kRetainKeysDirective, std::move(keys));
}

Result<Value> diff_maps(const Value& original, const Value& modified, const Schema* schema,
                        const DiffOptions& options) {
  Value patch = Value::object();
  for (const Member& member : modified.members()) {
    const std::string_view key = member.name();
    const Value* before = original.find(member.key);
    if (before == nullptr || before->type() != member.value.type()) {
      if (options.with_changes()) patch.set(key, member.value);
      continue;
    }
    Result<void> done;
    if (before->is_object()) done = diff_map_field(key, *before, member.value, schema, patch, options);
    else if (before->is_array()) done = diff_list_field(key, *before, member.value, schema, patch, options);
    else replace_if_changed(key, *before, member.value, patch, options);
    if (!done) return done.error();
  }
  if (options.with_deletions())
    for (const Member& member : original.members())
      if (!modified.contains(member.name())) patch.set(member.name(), nullptr);
  if (options.retain_keys) say_retained_keys(original, modified, patch);
  return patch;
}

}  // namespace

Result<Value> strategic_diff(const Value& original, const Value& modified, const Schema* schema, DiffParts parts,
                             ElementOrder order) {
  return diff_maps(original, modified, schema, DiffOptions{parts, order});
}

}  // namespace skiff
