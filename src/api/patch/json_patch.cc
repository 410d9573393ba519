#include "api/patch/json_patch.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "api/scalar_decoding.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr size_t kOperationsMax = 10000;
// What all copies of a patch may add up to: jsonpatch.AccumulatedCopySizeLimit, which the API server sets to the size
// of a request.
constexpr size_t kCopiedBytesMost = size_t{3} * 1024 * 1024;
// Moves can put a value into another without end. What is deeper than any decoder goes could not be read again.
constexpr int kDepthMost = 500;

// Takes what the text of `value` needs from `left`; false when that is used up.
bool take(const Value& value, size_t& left) {
  const size_t own = value.is_string() ? value.as_string().size() + 2 : 2;
  if (own > left) return false;
  left -= own;
  for (const Value& element : value.elements())
    if (!take(element, left)) return false;
  for (const Member& member : value.members()) {
    if (member.name().size() + 4 > left) return false;
    left -= member.name().size() + 4;
    if (!take(member.value, left)) return false;
  }
  return true;
}

bool is_deeper_than(const Value& value, int levels) {
  if (value.empty()) return false;
  if (levels == 0) return true;
  const auto deeper = [&](const Value& inner) { return is_deeper_than(inner, levels - 1); };
  return std::any_of(value.elements().begin(), value.elements().end(), deeper) ||
         std::any_of(value.members().begin(), value.members().end(),
                     [&](const Member& member) { return deeper(member.value); });
}

Error refused() {
  Error error;
  error.reason = Reason::kInvalid;
  error.message = "the server rejected our request due to an error in our request";
  return error;
}

Error too_many(size_t operations) {
  Error error;
  error.reason = Reason::kUnknown;
  error.message = "The allowed maximum operations in a JSON patch is " + std::to_string(kOperationsMax) + ", got " +
                  std::to_string(operations);
  return error;
}

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }
Error missing(std::string text) { return client_error(std::move(text) + ": missing value"); }
Error in_operation(const Error& error, const std::string& context) {
  return client_error(context + ": " + error.message);
}

// An index into a list that has places up to `size`; negative ones count from there.
Result<size_t> parse_index(const std::string& text, size_t size) {
  long index = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (failure != std::errc() || end != text.data() + text.size())
    return client_error("strconv.Atoi: parsing " + go_quote(text) + ": invalid syntax");
  const long places = static_cast<long>(size);
  if (index >= places || index < -places)
    return client_error("Unable to access invalid index: " + text + ": invalid index referenced");
  return static_cast<size_t>(index < 0 ? index + places : index);
}

// What a pointer leads to: the object or list that holds it, and its name there.
struct Place {
  Value* holder = nullptr;
  std::string key;
};

// Upstream: findObject. What stands before the first slash is not looked at.
Place find_place(Value& document, std::string_view path) {
  const std::vector<std::string_view> steps = split(path, '/');
  if (steps.size() < 2) return {};
  Value* holder = &document;
  for (size_t i = 1; i + 1 < steps.size(); ++i) {
    const std::string step = unescaped_step(steps[i]);
    const Value& seen = *holder;
    if (seen.is_array()) {
      const auto index = parse_index(step, seen.size());
      if (!index) return {};
      holder = &holder->edit_at(*index);
    } else {
      if (!seen.is_object() || !seen.contains(step)) return {};
      holder = &holder->edit(step);
    }
  }
  const Value& seen = *holder;
  if (!seen.is_object() && !seen.is_array()) return {};
  return {holder, unescaped_step(steps.back())};
}

// A member that is not there is null; an element must be there. Upstream: container.get.
Result<Value> get(const Place& place) {
  const Value& holder = *place.holder;
  if (holder.is_object()) return holder.contains(place.key) ? holder[place.key] : Value();
  auto index = parse_index(place.key, holder.size());
  if (!index) return index.error();
  return holder.elements()[*index];
}

Result<void> add(const Place& place, Value value) {
  if (std::as_const(*place.holder).is_object()) {
    place.holder->set(place.key, std::move(value));
    return {};
  }
  Elements& elements = place.holder->edit_elements();
  // One place more than there are elements: behind the last.
  auto index = place.key == "-" ? Result<size_t>(elements.size()) : parse_index(place.key, elements.size() + 1);
  if (!index) {
    const bool number = place.key.find_first_not_of("-+0123456789") == std::string::npos && !place.key.empty();
    if (number) return index.error();
    return in_operation(index.error(), "value was not a proper array index: '" + place.key + "'");
  }
  elements.insert(elements.begin() + static_cast<Elements::difference_type>(*index), std::move(value));
  return {};
}

Result<void> remove(const Place& place) {
  if (std::as_const(*place.holder).is_object()) {
    if (place.holder->erase(place.key)) return {};
    return missing("Unable to remove nonexistent key: " + place.key);
  }
  Elements& elements = place.holder->edit_elements();
  auto index = parse_index(place.key, elements.size());
  if (!index) return index.error();
  elements.erase(elements.begin() + static_cast<Elements::difference_type>(*index));
  return {};
}

// One patch on its way through a document. Upstream: Patch.ApplyIndent and the functions that it calls.
class JsonPatchRun {
 public:
  explicit JsonPatchRun(Value document) : document_(std::move(document)) {}

  Result<void> carry_out(const Value& operation) {
    const std::string op(operation["op"].as_string());
    struct Step {
      std::string_view op;
      Result<void> (JsonPatchRun::*run)(const Value&);
    };
    constexpr Step kSteps[] = {{"add", &JsonPatchRun::add_value},         {"copy", &JsonPatchRun::copy_value},
                               {"move", &JsonPatchRun::move_value},       {"remove", &JsonPatchRun::remove_value},
                               {"replace", &JsonPatchRun::replace_value}, {"test", &JsonPatchRun::test_value}};
    for (const Step& step : kSteps)
      if (step.op == op) return (this->*step.run)(operation);
    return client_error("Unexpected kind: " + (op.empty() ? "unknown" : op));
  }

  Value take_document() { return std::move(document_); }

 private:
  static Result<std::string> path_of(const Value& operation) {
    if (operation["path"].is_string()) return operation["path"].str();
    return missing(operation["op"].str() + " operation failed to decode path");
  }
  static Result<std::string> from_of(const Value& operation) {
    if (operation["from"].is_string()) return operation["from"].str();
    return missing(operation["op"].str() + " operation failed to decode from: operation, missing from field");
  }

  static bool fits(const std::string& path, const Value& value) {
    const auto steps = std::count(path.begin(), path.end(), '/');
    return steps <= kDepthMost && !is_deeper_than(value, kDepthMost - static_cast<int>(steps));
  }

  Result<void> add_value(const Value& operation) {
    auto path = path_of(operation);
    if (!path) return path.error();
    const Place place = find_place(document_, *path);
    if (place.holder == nullptr)
      return missing("add operation does not apply: doc is missing path: " + in_quotes(*path));
    return put(place, *path, operation["value"], "error in add for path: '" + *path + "'");
  }

  Result<void> put(const Place& place, const std::string& path, const Value& value, const std::string& context) {
    if (!fits(path, value)) return client_error(context + ": too deep");
    if (auto added = add(place, value); !added) return in_operation(added.error(), context);
    return {};
  }

  Result<void> remove_value(const Value& operation) {
    auto path = path_of(operation);
    if (!path) return path.error();
    const Place place = find_place(document_, *path);
    if (place.holder == nullptr)
      return missing("remove operation does not apply: doc is missing path: " + in_quotes(*path));
    if (auto removed = remove(place); !removed)
      return in_operation(removed.error(), "error in remove for path: '" + *path + "'");
    return {};
  }

  Result<void> replace_value(const Value& operation) {
    auto path = path_of(operation);
    if (!path) return path.error();
    const Value& value = operation["value"];
    if (!fits(*path, value)) return client_error("error in replace for path: '" + *path + "': too deep");
    if (path->empty()) {
      if (!value.is_object() && !value.is_array())
        return client_error("replace operation value must be object or array");
      document_ = value;
      return {};
    }
    const Place place = find_place(document_, *path);
    if (place.holder == nullptr) return missing("replace operation does not apply: doc is missing path: " + *path);
    if (!get(place)) return missing("replace operation does not apply: doc is missing key: " + *path);
    const Value& holder = *place.holder;
    if (holder.is_object()) place.holder->set(place.key, value);
    else place.holder->edit_at(*parse_index(place.key, holder.size())) = value;
    return {};
  }

  Result<void> move_value(const Value& operation) {
    auto from = from_of(operation);
    if (!from) return from.error();
    const Place source = find_place(document_, *from);
    if (source.holder == nullptr) return missing("move operation does not apply: doc is missing from path: " + *from);
    const std::string context = "error in move for path: '" + source.key + "'";
    auto value = get(source);
    if (!value) return in_operation(value.error(), context);
    if (auto removed = remove(source); !removed) return in_operation(removed.error(), context);
    auto path = path_of(operation);
    if (!path) return path.error();
    const Place target = find_place(document_, *path);
    if (target.holder == nullptr)
      return missing("move operation does not apply: doc is missing destination path: " + *path);
    return put(target, *path, *value, "error in move for path: '" + *path + "'");
  }

  Result<void> copy_value(const Value& operation) {
    auto from = from_of(operation);
    if (!from) return from.error();
    const Place source = find_place(document_, *from);
    if (source.holder == nullptr) return missing("copy operation does not apply: doc is missing from path: " + *from);
    auto value = get(source);
    if (!value) return in_operation(value.error(), "error in copy for from: '" + *from + "'");
    auto path = path_of(operation);
    if (!path) return path.error();
    const Place target = find_place(document_, *path);
    if (target.holder == nullptr)
      return missing("copy operation does not apply: doc is missing destination path: " + *path);
    if (!take(*value, copies_left_))
      return client_error("Unable to complete the copy, the accumulated size increase of copy is exceeding the limit");
    return put(target, *path, *value, "error while adding value during copy");
  }

  // A path that is not there passes a test for null.
  Result<void> test_value(const Value& operation) {
    auto path = path_of(operation);
    if (!path) return path.error();
    const Error failed = client_error("testing value " + *path + " failed: test failed");
    const Value& expected = operation["value"];
    if (path->empty()) return document_ == expected ? Result<void>() : Result<void>(failed);
    const Place place = find_place(document_, *path);
    if (place.holder == nullptr) return missing("test operation does not apply: is missing path: " + *path);
    auto found = get(place);
    if (!found) return in_operation(found.error(), "error in test for path: '" + *path + "'");
    return *found == expected ? Result<void>() : Result<void>(failed);
  }

  Value document_;
  size_t copies_left_ = kCopiedBytesMost;
};

// jsonpatch.DecodePatch: a list of objects.
Result<void> check_patch(const Value& patch) {
  const auto undecodable = [](const Value& value, const char* wanted) {
    return client_error("json: cannot unmarshal " + json_type_name(value) + " into Go value of type " + wanted);
  };
  if (!patch.is_array()) return undecodable(patch, "jsonpatch.Patch");
  for (const Value& operation : patch.elements())
    if (!operation.is_object()) return undecodable(operation, "jsonpatch.Operation");
  return {};
}

}  // namespace

std::string unescaped_step(std::string_view step) {
  std::string text;
  for (size_t i = 0; i < step.size(); ++i) {
    const bool escape = step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1');
    text += escape ? (step[++i] == '0' ? '~' : '/') : step[i];
  }
  return text;
}

Result<Value> carry_out_json_patch(Value document, const Value& patch) {
  if (auto fine = check_patch(patch); !fine) return fine.error();
  JsonPatchRun run(std::move(document));
  for (const Value& operation : patch.elements())
    if (auto done = run.carry_out(operation); !done) return done.error();
  return run.take_document();
}

Result<Value> apply_json_patch(Value document, const Value& patch) {
  // The handler reads the list by itself first, for fields that are given twice.
  if (!patch.is_array())
    return bad_request("error decoding patch: json: cannot unmarshal " + json_type_name(patch) +
                       " into Go value of type []handlers.jsonPatchOp");
  for (const Value& operation : patch.elements())
    if (!operation.is_object())
      return bad_request("error decoding patch: json: cannot unmarshal " + json_type_name(operation) +
                         " into Go value of type handlers.jsonPatchOp");
  if (patch.size() > kOperationsMax) return too_many(patch.size());
  auto patched = carry_out_json_patch(std::move(document), patch);
  return patched ? patched : refused();
}

}  // namespace skiff
