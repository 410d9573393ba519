#include "api/custom_resources/structural_schema.h"

#include <utility>

namespace skiff::structural {
namespace {

bool keeps_type_fields(const Value& schema, Place place) {
  return place == Place::kRoot || schema["x-kubernetes-embedded-resource"].as_bool();
}

bool is_type_field(std::string_view name) { return name == "apiVersion" || name == "kind" || name == "metadata"; }

void prune_members(const Value& schema, Place place, Value& object, const std::string& path,
                   std::vector<std::string>& unknown) {
  const bool open = schema["x-kubernetes-preserve-unknown-fields"].as_bool();
  const Value& others = schema["additionalProperties"];
  const Value before = object;
  for (const Member& member : before.members()) {
    if (keeps_type_fields(schema, place) && is_type_field(member.name())) continue;
    std::string at = path;
    at.append(at.empty() ? "" : ".").append(member.name());
    const Value* described = schema["properties"].find(member.key);
    if (described == nullptr && others.is_object()) described = &others;
    if (described != nullptr) {
      Value part = member.value;
      prune(*described, Place::kInside, part, at, unknown);
      if (!part.same_as(member.value)) object.set(member.name(), std::move(part));
    } else if (!open && !others.as_bool()) {
      unknown.push_back(std::move(at));
      object.erase(member.name());
    }
  }
}

bool allows_null(const Value& schema) { return schema["nullable"].as_bool(); }

}  // namespace

void prune(const Value& schema, Place place, Value& object, const std::string& path,
           std::vector<std::string>& unknown) {
  if (object.is_object()) {
    prune_members(schema, place, object, path, unknown);
  } else if (object.is_array() && schema["items"].is_object()) {
    for (size_t i = 0; i < object.size(); ++i) {
      const Value before = std::as_const(object)[i];
      Value part = before;
      prune(schema["items"], Place::kInside, part, path + "[" + std::to_string(i) + "]", unknown);
      if (!part.same_as(before)) object.edit_at(i) = std::move(part);
    }
  }
}

void set_defaults(const Value& schema, Value& object) {
  if (object.is_object()) {
    for (const Member& property : schema["properties"].members()) {
      const Value* preset = property.value.find("default");
      const Value* given = std::as_const(object).find(property.key);
      const bool missing = given == nullptr || (given->is_null() && !allows_null(property.value));
      if (missing && preset != nullptr) object.set(property.name(), *preset);
    }
    const Value before = object;
    for (const Member& member : before.members()) {
      const Value* described = schema["properties"].find(member.key);
      if (described == nullptr && schema["additionalProperties"].is_object())
        described = &schema["additionalProperties"];
      if (described == nullptr) continue;
      Value part = member.value;
      set_defaults(*described, part);
      if (!part.same_as(member.value)) object.set(member.name(), std::move(part));
    }
  } else if (object.is_array()) {
    for (size_t i = 0; i < object.size(); ++i) {
      const Value before = std::as_const(object)[i];
      Value part = before;
      set_defaults(schema["items"], part);
      if (!part.same_as(before)) object.edit_at(i) = std::move(part);
    }
  }
}

}  // namespace skiff::structural
