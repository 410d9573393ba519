#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "api/custom_resources/formats.h"
#include "api/custom_resources/structural_schema.h"
#include "base/json.h"
#include "base/regular_expression.h"
#include "base/strings.h"

namespace skiff::structural {
namespace {

std::string_view type_of(const Value& value) {
  switch (value.type()) {
    case Value::Type::kNull:
      return "null";
    case Value::Type::kBool:
      return "boolean";
    case Value::Type::kInt:
      return "integer";
    case Value::Type::kDouble:
      return std::floor(value.as_double()) == value.as_double() ? "integer" : "number";
    case Value::Type::kString:
      return "string";
    case Value::Type::kArray:
      return "array";
    case Value::Type::kObject:
      return "object";
  }
  return "null";
}

bool is_of_type(const Value& value, std::string_view type) {
  const std::string_view own = type_of(value);
  return own == type || (type == "number" && own == "integer");
}

std::string number_text(const Value& number) {
  return number.is_double() ? go_float(number.as_double()) : std::to_string(number.as_int());
}

// Whole, but for what dividing fractions leaves behind. Upstream: swag.IsFloat64AJSONInteger.
bool is_whole(double number) {
  constexpr double kLargest = 0x1p53 - 1;
  constexpr double kTolerance = 1e-9;
  if (!(std::abs(number) <= kLargest)) return false;
  const double whole = std::trunc(number);
  if (number == whole) return true;
  return whole != 0 && std::abs(number - whole) / (std::abs(number) + std::abs(whole)) < kTolerance;
}

// A factor that is not positive asks for nothing. Upstream: validate.MultipleOf.
bool is_multiple(double number, double factor) {
  if (factor <= 0) return true;
  return is_whole(factor < 1 ? 1 / factor * number : number / factor);
}

// One place of the object: its value, its part of the schema, and how errors call it below the field of the whole.
class Check {
 public:
  Check(const Value& schema, const Value& value, std::string path, const FieldPath& whole, FieldErrors& errors)
      : schema_(schema), value_(value), path_(std::move(path)), whole_(whole), errors_(errors) {}

  void run() {
    if (value_.is_null() && schema_["nullable"].as_bool()) return;
    const bool int_or_string = schema_["x-kubernetes-int-or-string"].as_bool();
    if (int_or_string) {
      if (!value_.is_int() && !value_.is_string()) return wrong_type("integer,string");
    } else if (const std::string_view type = schema_["type"].as_string(); !type.empty() && !is_of_type(value_, type)) {
      return wrong_type(type);
    }
    if (value_.is_string()) check_string();
    if (value_.is_number()) check_number();
    if (value_.is_array()) check_array();
    check_enum();
    check_alternatives();
    if (value_.is_object()) check_object();
  }

 private:
  FieldPath field() const { return field_of(path_); }
  FieldPath field_of(const std::string& path) const {
    if (path.empty()) return whole_.str().empty() ? FieldPath("<nil>") : whole_;
    return whole_.str().empty() ? FieldPath(path) : whole_.child(path);
  }
  std::string in_body(const std::string& rest) const { return path_ + " in body " + rest; }

  void wrong_type(std::string_view wanted) {
    const std::string own(value_.is_int() || value_.is_double() ? (is_of_type(value_, "integer") ? "integer" : "number")
                                                                : type_of(value_));
    errors_.type_invalid(field(), own, in_body("must be of type " + std::string(wanted) + ": " + go_quote(own)));
  }

  void check_string() {
    const auto length = static_cast<int64_t>(rune_count(value_.as_string()));
    if (const Value& most = schema_["maxLength"]; most.is_number() && length > most.as_int())
      errors_.too_long(field(), static_cast<size_t>(most.as_int()));
    if (const Value& least = schema_["minLength"]; least.is_number() && length < least.as_int())
      errors_.invalid(field(), value_, in_body("should be at least " + number_text(least) + " chars long"));
    if (const std::string_view pattern = schema_["pattern"].as_string(); !pattern.empty()) {
      const auto expression = RegularExpression::parse(pattern);
      if (expression && !expression->matches(value_.as_string()))
        errors_.invalid(field(), value_, in_body("should match '" + std::string(pattern) + "'"));
    }
    check_format();
  }

  void check_format() {
    const std::string_view format = schema_["format"].as_string();
    if (format.empty() || is_of_format(value_, format)) return;
    const std::string shown = value_.is_string() ? go_quote(value_.as_string()) : go_quote(number_text(value_));
    errors_.type_invalid(field(), value_, in_body("must be of type " + std::string(format) + ": " + shown));
  }

  void check_number() {
    const double number = value_.as_double();
    const auto bound = [&](const char* name, const char* exclusive, double sign, const char* word) {
      const Value& limit = schema_[name];
      if (!limit.is_number()) return;
      const double beyond = (number - limit.as_double()) * sign;
      const bool strict = schema_[exclusive].as_bool();
      if (beyond < 0 || (!strict && beyond == 0)) return;
      errors_.invalid(
          field(), value_,
          in_body(std::string("should be ") + word + " than " + (strict ? "" : "or equal to ") + number_text(limit)));
    };
    bound("maximum", "exclusiveMaximum", 1, "less");
    bound("minimum", "exclusiveMinimum", -1, "greater");
    if (const Value& factor = schema_["multipleOf"]; factor.is_number() && !is_multiple(number, factor.as_double()))
      errors_.invalid(field(), value_, in_body("should be a multiple of " + number_text(factor)));
    check_format();
  }

  void check_array() {
    const auto count = static_cast<int64_t>(value_.size());
    if (const Value& least = schema_["minItems"]; least.is_number() && count < least.as_int())
      errors_.invalid(field(), count, in_body("should have at least " + number_text(least) + " items"));
    if (const Value& most = schema_["maxItems"]; most.is_number() && count > most.as_int())
      errors_.too_many(field(), value_.size(), static_cast<size_t>(most.as_int()));
    check_list_type();
    for (size_t i = 0; i < value_.size(); ++i)
      Check(schema_["items"], value_[i], path_ + "[" + std::to_string(i) + "]", whole_, errors_).run();
  }

  // ValidateListSetsAndMaps.
  void check_list_type() {
    const std::string_view type = schema_["x-kubernetes-list-type"].as_string();
    if (type != "set" && type != "map") return;
    Elements seen;
    for (size_t i = 0; i < value_.size(); ++i) {
      Value key = value_[i];
      if (type == "map") {
        key = Value::object();
        for (const Value& name : schema_["x-kubernetes-list-map-keys"].elements())
          if (const Value* part = value_[i].find(name.as_string())) key.set(name.as_string(), *part);
      }
      if (std::find(seen.begin(), seen.end(), key) != seen.end()) errors_.duplicate(field().index(i), key);
      else seen.push_back(key);
    }
  }

  void check_enum() {
    const Elements& allowed = schema_["enum"].elements();
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), value_) != allowed.end()) return;
    std::vector<std::string> supported;
    for (const Value& one : allowed) supported.push_back(one.is_string() ? one.str() : to_json(one));
    errors_.not_supported(field(), value_, supported);
  }

  FieldErrors problems_with(const Value& schema) const {
    FieldErrors errors;
    Check(schema, value_, path_, whole_, errors).run();
    return errors;
  }

  // Errors about the whole have no field of their own.
  void whole(const std::string& what) { errors_.invalid(field_of(""), "", go_quote(path_) + " " + what); }

  void check_alternatives() {
    if (const Value& all = schema_["allOf"]; !all.empty()) {
      FieldErrors problems;
      for (const Value& one : all.elements()) problems.append(problems_with(one));
      if (!problems.empty()) {
        errors_.append(std::move(problems));
        whole("must validate all the schemas (allOf)");
      }
    }
    check_some("anyOf");
    check_some("oneOf");
    if (const Value& never = schema_["not"]; never.is_object() && problems_with(never).empty())
      whole("must not validate the schema (not)");
  }

  void check_some(const char* list) {
    const Value& schemas = schema_[list];
    if (schemas.empty()) return;
    const bool exactly_one = std::string_view(list) == "oneOf";
    size_t valid = 0;
    std::optional<FieldErrors> nearest;
    for (const Value& one : schemas.elements()) {
      FieldErrors problems = problems_with(one);
      if (problems.empty()) ++valid;
      else if (!nearest || problems.causes().size() < nearest->causes().size()) nearest = std::move(problems);
    }
    if (valid == 1 || (valid > 1 && !exactly_one)) return;
    if (!exactly_one) whole("must validate at least one schema (anyOf)");
    else
      whole("must validate one and only one schema (oneOf). " +
            (valid == 0 ? std::string("Found none valid") : "Found " + std::to_string(valid) + " valid alternatives"));
    if (valid == 0 && nearest) errors_.append(std::move(*nearest));
  }

  void check_object() {
    const auto count = static_cast<int64_t>(value_.size());
    if (const Value& least = schema_["minProperties"]; least.is_number() && count < least.as_int())
      errors_.invalid(field(), count, in_body("should have at least " + number_text(least) + " properties"));
    if (const Value& most = schema_["maxProperties"]; most.is_number() && count > most.as_int())
      errors_.too_many(field(), value_.size(), static_cast<size_t>(most.as_int()));
    for (const Value& name : schema_["required"].elements())
      if (!value_.contains(name.as_string())) errors_.required(field_of(below(name.as_string())));
    for (const Member& member : value_.members()) {
      const Value* described = schema_["properties"].find(member.key);
      if (described == nullptr && schema_["additionalProperties"].is_object())
        described = &schema_["additionalProperties"];
      if (described != nullptr) Check(*described, member.value, below(member.name()), whole_, errors_).run();
    }
  }

  std::string below(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  }

  const Value& schema_;
  const Value& value_;
  std::string path_;
  const FieldPath& whole_;
  FieldErrors& errors_;
};

}  // namespace

void validate(const Value& schema, const Value& object, const FieldPath& field, FieldErrors& errors) {
  Check(schema, object, "", field, errors).run();
}

}  // namespace skiff::structural
