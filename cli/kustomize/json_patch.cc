#include "cli/kustomize/json_patch.h"

#include <fmt/format.h>

#include <charconv>
#include <string>

#include "base/json.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

std::string unescaped(std::string_view part) {
  std::string out;
  for (size_t at = 0; at < part.size(); ++at) {
    const bool escape = part[at] == '~' && at + 1 < part.size() && (part[at + 1] == '0' || part[at + 1] == '1');
    out += !escape ? part[at] : part[at + 1] == '0' ? '~' : '/';
    if (escape) ++at;
  }
  return out;
}

// A pointer's last part, and the place it stands in (null if there is none).
struct Place {
  Value* holder = nullptr;
  std::string key;
};

std::optional<size_t> index_in(const std::string& text, size_t size) {
  long number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (number < 0) number += static_cast<long>(size);
  if (number < 0) return std::nullopt;
  return static_cast<size_t>(number);
}

Value* child_of(Value& holder, const std::string& key) {
  const Value& seen = holder;
  if (seen.is_object()) return seen.contains(key) ? &holder[key] : nullptr;
  if (!seen.is_array()) return nullptr;
  const auto index = index_in(key, seen.size());
  return index && *index < seen.size() ? &holder.edit_elements()[*index] : nullptr;
}

Place find_place(Value& document, std::string_view path) {
  const std::vector<std::string_view> parts = split(path, '/');
  Place place{&document, ""};
  for (size_t at = 1; at + 1 < parts.size() && place.holder != nullptr; ++at)
    place.holder = child_of(*place.holder, unescaped(parts[at]));
  if (parts.size() > 1) place.key = unescaped(parts.back());
  if (place.holder != nullptr && !std::as_const(*place.holder).is_object() && !std::as_const(*place.holder).is_array())
    place.holder = nullptr;
  return place;
}

Error no_path(std::string_view operation, std::string_view path) {
  return client_error(
      fmt::format("{} operation does not apply: doc is missing path: {}: missing value", operation, go_quote(path)));
}

Result<void> add_at(Value& document, const std::string& path, const Value& value) {
  if (path.empty()) {
    document = value;
    return {};
  }
  const Place place = find_place(document, path);
  if (place.holder == nullptr) return no_path("add", path);
  if (std::as_const(*place.holder).is_object()) {
    (*place.holder)[place.key] = value;
    return {};
  }
  Elements& elements = place.holder->edit_elements();
  if (place.key == "-") {
    elements.push_back(value);
    return {};
  }
  const auto index = index_in(place.key, elements.size() + 1);
  if (!index && place.key.find_first_not_of("-0123456789") != std::string::npos)
    return client_error(
        fmt::format("error in add for path: '{}': value was not a proper array index: '{}': strconv.Atoi: parsing {}: "
                    "invalid syntax",
                    path, place.key, go_quote(place.key)));
  if (!index || *index > elements.size())
    return client_error(
        fmt::format("error in add for path: '{0}': Unable to access invalid index: {1}: invalid index referenced", path,
                    place.key));
  elements.insert(elements.begin() + static_cast<long>(*index), value);
  return {};
}

Result<void> remove_at(Value& document, const std::string& path) {
  const Place place = find_place(document, path);
  if (place.holder == nullptr) return no_path("remove", path);
  if (std::as_const(*place.holder).is_object()) {
    if (place.holder->erase(place.key)) return {};
    return client_error(fmt::format(
        "error in remove for path: '{}': Unable to remove nonexistent key: {}: missing value", path, place.key));
  }
  Elements& elements = place.holder->edit_elements();
  const auto index = index_in(place.key, elements.size());
  if (!index || *index >= elements.size())
    return client_error(
        fmt::format("error in remove for path: '{0}': Unable to access invalid index: {1}: invalid index referenced",
                    path, place.key));
  elements.erase(elements.begin() + static_cast<long>(*index));
  return {};
}

Result<Value> value_at(Value& document, const std::string& path, const char* operation) {
  if (path.empty()) return document;
  const Place place = find_place(document, path);
  if (place.holder == nullptr) return no_path(operation, path);
  const Value* found = child_of(*place.holder, place.key);
  return found == nullptr ? Value() : *found;
}

// A member that is not there is added; an element must be there.
Result<void> replace_at(Value& document, const std::string& path, const Value& value) {
  if (path.empty()) return add_at(document, path, value);
  const Place place = find_place(document, path);
  if (place.holder == nullptr)
    return client_error(fmt::format("replace operation does not apply: doc is missing path: {}: missing value", path));
  if (std::as_const(*place.holder).is_object()) {
    (*place.holder)[place.key] = value;
    return {};
  }
  Value* there = child_of(*place.holder, place.key);
  if (there == nullptr)
    return client_error(fmt::format("replace operation does not apply: doc is missing key: {}: missing value", path));
  *there = value;
  return {};
}

Error not_movable(const std::string& from) {
  const std::string key = unescaped(split(from, '/').back());
  return client_error(
      fmt::format("error in move for path: '{}': Unable to remove nonexistent key: {}: missing value", key, key));
}

Result<void> run_operation(Value& document, const Value& operation) {
  const std::string op = operation["op"].str();
  const std::string path = operation["path"].str();
  if (op == "add") return add_at(document, path, operation["value"]);
  if (op == "remove") return remove_at(document, path);
  if (op == "replace") return replace_at(document, path, operation["value"]);
  if (op == "test") {
    auto found = value_at(document, path, "test");
    if (!found) return found.error();
    if (*found == operation["value"]) return {};
    return client_error(fmt::format("testing value {} failed: test failed", path));
  }
  if (op == "move" || op == "copy") {
    const std::string from = operation["from"].str();
    auto value = value_at(document, from, op.c_str());
    if (!value)
      return client_error(
          fmt::format("{} operation does not apply: doc is missing from path: {}: missing value", op, from));
    if (op == "move" && !remove_at(document, from)) return not_movable(from);
    return add_at(document, path, *value);
  }
  return client_error("Unexpected kind: " + (op.empty() ? "unknown" : op));
}

}  // namespace

Result<Value> kustomize_json_patch(Value document, const Value& operations) {
  for (const Value& operation : operations.elements())
    if (auto done = run_operation(document, operation); !done) return done.error();
  return document;
}

}  // namespace skiff::cli
