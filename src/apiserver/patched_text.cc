#include "apiserver/patched_text.h"

#include "api/patch/json_patch.h"
#include "api/struct_order.h"
#include "base/json.h"
#include "base/strings.h"

namespace skiff {
namespace {

// Where a patch has been: an object with a member for each part that it went on to; `true` for a part that it brought.
using Trail = Value;

// Merged where both are objects, brought where not. What goes leaves no trail.
Trail trail_of_merge(const Value& document, const Value& patch) {
  Trail trail = Value::object();
  for (const Member& member : patch.members()) {
    if (member.value.is_null()) continue;
    const Value& made = document[member.name()];
    const bool merged = member.value.is_object() && made.is_object();
    trail.set(member.name(), merged ? trail_of_merge(made, member.value) : Trail(true));
  }
  return trail;
}

void follow(Trail& trail, std::string_view path, bool brings) {
  const std::vector<std::string_view> steps = split(path, '/');
  Trail* at = &trail;
  for (size_t i = 1; i < steps.size(); ++i) {
    const std::string step = unescaped_step(steps[i]);
    const bool last = i + 1 == steps.size();
    if (last && !brings) return;
    if (last) {
      at->set(step, true);
      return;
    }
    Trail& next = at->edit(step);
    if (next.is_bool()) return;
    if (!next.is_object()) next = Value::object();
    at = &next;
  }
}

Trail trail_of_operations(const Value& operations) {
  Trail trail = Value::object();
  for (const Value& operation : operations.elements()) {
    const std::string_view op = operation["op"].as_string();
    follow(trail, operation["path"].as_string(), op == "add" || op == "replace");
    if (operation["from"].is_string()) follow(trail, operation["from"].as_string(), false);
  }
  return trail;
}

std::string written(const Value& value, const StructOrder& order, const Value* trail) {
  if (trail == nullptr) return to_json(value, order);
  if (!trail->is_object() || (!value.is_object() && !value.is_array())) return to_json(value, Escape::kGo);
  std::string out;
  const auto next = [&] { out += out.empty() ? "" : ","; };
  for (const Member& member : value.members()) {
    next();
    out += to_json(Value(member.name()), Escape::kGo) + ":";
    out += written(member.value, order.below(member), trail->find(member.name()));
  }
  if (value.is_object()) return "{" + out + "}";
  for (size_t i = 0; i < value.size(); ++i) {
    next();
    out += written(value[i], order, trail->find(std::to_string(i)));
  }
  return "[" + out + "]";
}

}  // namespace

std::string patched_text(const Kind& kind, const Value& document, PatchType type, const Value& patch) {
  const Value named{{"apiVersion", kind.api_version()}, {"kind", kind.kind}};
  const Trail trail = type == PatchType::kJson ? trail_of_operations(patch) : trail_of_merge(document, patch);
  return written(document, StructOrder::of_object(named), &trail);
}

}  // namespace skiff
