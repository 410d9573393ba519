#include "api/canonical.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/custom_resources/custom_resource.h"
#include "api/quantity.h"
#include "api/schema.h"
#include "api/zero.h"
#include "base/json.h"
#include "base/time.h"

namespace skiff {
namespace {

class Plan;

struct FieldPlan {
  std::string_view name;
  const Schema* schema;
  Zero zero;
  Value absent;      // what is written where the field is missing or null
  const Plan* type;  // of a struct, or of the elements of a list or map of structs; else null
};

// What is to be done about one Go type. Of the many that a kind is made of an object has a few, so that the fields are
// looked up when one is met.
class Plan {
 public:
  explicit Plan(const Schema& schema) : schema_(schema) {}
  // Sorted by name.
  const std::vector<FieldPlan>& fields() const;

 private:
  const Schema& schema_;
  mutable std::vector<FieldPlan> fields_;
  mutable bool known_ = false;
};

Value zero_of(const Schema& schema) {
  if (schema.shape == Shape::kStruct) return Value::object();
  if (schema.shape == Shape::kQuantity) return "0";
  if (schema.default_json.empty()) return Value();  // times, lists and maps
  const Result<Value> zero = parse_json(schema.default_json);
  return zero ? *zero : Value();
}

// Null for what holds no struct.
const Plan* plan_of(const Schema& schema) {
  static std::unordered_map<std::string_view, Plan> plans;
  if (schema.shape == Shape::kArray || schema.shape == Shape::kMap) return plan_of(*schema.element);
  return schema.shape == Shape::kStruct ? &plans.try_emplace(schema.type, schema).first->second : nullptr;
}

const std::vector<FieldPlan>& Plan::fields() const {
  if (known_) return fields_;
  known_ = true;
  for (const SchemaField& field : schema_.fields()) {
    const Zero zero = zero_of_field(schema_.type, field);
    Value absent = zero == Zero::kAlwaysWritten ? zero_of(field.schema) : Value();
    fields_.push_back({field.name, &field.schema, zero, std::move(absent), plan_of(field.schema)});
  }
  return fields_;
}

bool is_zero(const Value& value) {
  switch (value.type()) {
    case Value::Type::kString:
      return value.as_string().empty();
    case Value::Type::kInt:
      return value.as_int() == 0;
    case Value::Type::kDouble:
      return value.as_double() == 0;
    case Value::Type::kBool:
      return !value.as_bool();
    case Value::Type::kArray:
    case Value::Type::kObject:
      return value.empty();
    case Value::Type::kNull:
      return true;
  }
  return false;
}

// As storage gives it back, which has parsed the text: 62.5Ki is 64000 there, a decimal number from then on, so 64k.
std::string stored_text(const Quantity& quantity) {
  std::string text = quantity.text();
  if (text.back() < '0' || text.back() > '9') return text;
  const Result<Quantity> again = Quantity::parse(text);
  return again ? again->text() : text;
}

// Text that parses as nothing known is left for who reports it.
Value canonical_quantity(const Value& value) {
  const Result<Quantity> quantity = Quantity::of(value);
  if (!quantity) return value;
  const std::string text = stored_text(*quantity);
  return value.is_string() && value.as_string() == text ? value : Value(text);
}

// SetDefaults_ResourceList: no resource is measured finer than in thousandths.
Value canonical_resource(const Value& value) {
  Result<Quantity> quantity = Quantity::of(value);
  if (!quantity) return value;
  quantity->round_up_to_milli();
  const std::string text = stored_text(*quantity);
  return value.is_string() && value.as_string() == text ? value : Value(text);
}

// metav1.Time is written in UTC and whole seconds.
Value canonical_time(const Value& value) {
  constexpr std::string_view kForm = "2006-01-02T15:04:05Z";
  const std::string_view text = value.as_string();
  if (text.size() == kForm.size() && text.back() == 'Z') return value;
  const std::optional<Time> time = parse_rfc3339(text);
  return time ? Value(rfc3339(*time)) : value;
}

Value canonical_struct(const Plan& plan, const Value& value);

Value canonical_scalar(Shape shape, const Value& value) {
  if (shape == Shape::kQuantity) return canonical_quantity(value);
  return shape == Shape::kTime ? canonical_time(value) : value;
}

// An element of a map.
Value canonical_entry(const FieldPlan& field, const Value& value) {
  if (field.type != nullptr) return value.is_object() ? canonical_struct(*field.type, value) : value;
  if (field.schema->element->shape == Shape::kQuantity) return canonical_resource(value);
  // A null in a map of strings is decoded as the empty string.
  return value.is_null() && field.schema->element->shape == Shape::kString ? Value("") : value;
}

// A part that is canonical already is given back as it is, still shared with whoever shared it.
Value canonical_part(const FieldPlan& field, const Value& value) {
  if (field.schema->shape == Shape::kStruct)
    return field.type != nullptr && value.is_object() ? canonical_struct(*field.type, value) : value;
  if (field.schema->shape == Shape::kArray && field.type != nullptr) {
    Value out = value;
    for (size_t i = 0; i < value.size(); ++i) {
      if (!value[i].is_object()) continue;
      Value part = canonical_struct(*field.type, value[i]);
      if (!part.same_as(value[i])) out.edit_at(i) = std::move(part);
    }
    return out;
  }
  if (field.schema->shape != Shape::kMap) return canonical_scalar(field.schema->shape, value);
  Value out = value;
  for (const Member& member : value.members()) {
    Value part = canonical_entry(field, member.value);
    if (!part.same_as(member.value)) out.edit(member.key) = std::move(part);
  }
  return out;
}

// What is to stand for the field; nullopt for nothing.
std::optional<Value> canonical_field(const FieldPlan& field, const Value* given) {
  if (given == nullptr || given->is_null()) {
    if (field.zero != Zero::kAlwaysWritten && field.zero != Zero::kNull) return std::nullopt;
    return field.type != nullptr && field.absent.is_object() ? canonical_struct(*field.type, field.absent)
                                                             : field.absent;
  }
  if (field.zero == Zero::kVanishes && is_zero(*given)) return std::nullopt;
  return canonical_part(field, *given);
}

Value canonical_struct(const Plan& plan, const Value& value) {
  Value out = value;
  const Members& members = value.members();
  auto member = members.begin();
  for (const FieldPlan& field : plan.fields()) {
    while (member != members.end() && member->name() < field.name) ++member;
    const bool present = member != members.end() && member->name() == field.name;
    std::optional<Value> part = canonical_field(field, present ? &member->value : nullptr);
    if (!part) {
      if (present) out.erase(field.name);
    } else if (!present || !part->same_as(member->value)) {
      out.set(field.name, *std::move(part));
    }
  }
  return out;
}

void canonicalize_as(const Schema* schema, Value& value) {
  if (schema == nullptr || !value.is_object()) return;
  if (const Plan* plan = plan_of(*schema)) {
    Value canonical = canonical_struct(*plan, value);
    if (!canonical.same_as(value)) value = std::move(canonical);
  }
}

}  // namespace

// Of a custom resource only the metadata is decoded into a Go type.
void canonicalize(const Kind& kind, Value& object) {
  if (custom_resource(kind) == nullptr) return canonicalize_as(find_schema(kind), object);
  Value metadata = std::as_const(object)["metadata"];
  canonicalize_as(find_type("meta.v1.ObjectMeta"), metadata);
  if (!metadata.same_as(std::as_const(object)["metadata"])) object.set("metadata", std::move(metadata));
}

void complete(const Kind& kind, Value& object) {
  if (const CustomResource* custom = custom_resource(kind)) {
    canonicalize(kind, object);
    custom->version_of(std::as_const(object)).set_defaults(object);
    return;
  }
  // The pods of a template share its document until they are written, and come one after the other.
  static Value given;
  static Value completed;
  static const Kind* of = nullptr;
  if (of != &kind || !object.same_as(given)) {
    given = object;
    canonicalize(kind, object);
    if (kind.set_defaults != nullptr) kind.set_defaults(object);
    completed = object;
    of = &kind;
  }
  object = completed;
}

}  // namespace skiff
