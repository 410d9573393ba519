#include "api/custom_resources/validation_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "api/custom_resources/rule_functions.h"
#include "base/json.h"
#include "base/strings.h"

namespace skiff {
namespace {

using cel::Type;
using cel::TypeRef;

constexpr std::string_view kRules = "x-kubernetes-validations";

enum class Root { kYes, kNo };

TypeRef declared_type(const Value& schema, Root root);

void declare(Type& type, std::string_view name, TypeRef of) {
  if (const std::string escaped = cel::escaped_name(name); !escaped.empty()) type.fields[escaped] = std::move(of);
}

// Rules see of a whole object's metadata only how it is called.
void declare_whole(Type& type) {
  const TypeRef text = cel::simple_type(Type::Kind::kString);
  auto metadata = std::make_shared<Type>(Type{.kind = Type::Kind::kObject});
  metadata->fields = {{"name", text}, {"generateName", text}};
  type.fields["apiVersion"] = text;
  type.fields["kind"] = text;
  type.fields["metadata"] = std::move(metadata);
}

TypeRef object_type(const Value& schema, Root root) {
  if (schema["additionalProperties"].is_object())
    return cel::map_of(declared_type(schema["additionalProperties"], Root::kNo));
  auto type = std::make_shared<Type>(Type{.kind = Type::Kind::kObject});
  for (const Member& property : schema["properties"].members())
    declare(*type, property.name(), declared_type(property.value, Root::kNo));
  if (root == Root::kYes || schema["x-kubernetes-embedded-resource"].as_bool()) declare_whole(*type);
  return type;
}

TypeRef string_type(std::string_view format) {
  if (format == "byte") return cel::simple_type(Type::Kind::kBytes);
  if (format == "date") return cel::simple_type(Type::Kind::kDate);
  if (format == "date-time") return cel::simple_type(Type::Kind::kTimestamp);
  if (format == "duration") return cel::simple_type(Type::Kind::kDuration);
  return cel::simple_type(Type::Kind::kString);
}

// Upstream: SchemaDeclType.
TypeRef declared_type(const Value& schema, Root root) {
  const std::string_view type = schema["type"].as_string();
  if (schema["x-kubernetes-int-or-string"].as_bool()) return cel::simple_type(Type::Kind::kDyn);
  if (type == "object") return object_type(schema, root);
  if (type == "array") return cel::list_of(declared_type(schema["items"], Root::kNo));
  if (type == "string") return string_type(schema["format"].as_string());
  if (type == "boolean") return cel::simple_type(Type::Kind::kBool);
  if (type == "integer") return cel::simple_type(Type::Kind::kInt);
  if (type == "number") return cel::simple_type(Type::Kind::kDouble);
  return cel::simple_type(Type::Kind::kDyn);
}

// What a rule of `type` speaks of. With optionalOldSelf it is asked about new objects, too.
cel::Scope scope_of(const Value& rule, const TypeRef& type) {
  const bool optional = rule["optionalOldSelf"].as_bool();
  return {type, optional ? cel::optional_of(type) : type, rule_functions()};
}

struct CompiledRule {
  std::string text, message, reason;
  std::string field_path;  // below the place: ".a.b"
  std::optional<cel::Rule> message_expression;
  cel::Rule rule;
  bool takes_new = false;  // it speaks of oldSelf, but of new objects as well
};

// ".spec.a['b']" as names.
std::vector<std::string_view> steps_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '[') {
      const size_t end = text.find(']', at);
      std::string_view name = text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
      if (name.size() > 1 && (name[0] == '\'' || name[0] == '"')) name = name.substr(1, name.size() - 2);
      out.push_back(name);
      at = end == std::string_view::npos ? text.size() : end + 1;
    } else {
      const size_t begin = text[at] == '.' ? at + 1 : at;
      const size_t end = std::min(text.find_first_of(".[", begin), text.size());
      out.push_back(text.substr(begin, end - begin));
      at = end;
    }
  }
  return out;
}

FieldPath below(const FieldPath& path, std::string_view text) {
  FieldPath out = path;
  for (const std::string_view step : steps_of(text)) out = out.child(step);
  return out;
}

// Are there such fields? Upstream: ValidFieldPath.
bool leads_somewhere(const Value& schema, std::string_view text) {
  if (text[0] != '.' && text[0] != '[') return false;
  const Value* place = &schema;
  for (const std::string_view step : steps_of(text)) {
    const Value& properties = (*place)["properties"];
    place = properties.is_object() ? properties.find(step) : &(*place)["additionalProperties"];
    if (place == nullptr || !place->is_object()) return false;
  }
  return true;
}

}  // namespace

struct ValidationRules::Place {
  std::string type;  // as the schema calls it
  std::vector<CompiledRule> rules;
  std::map<std::string, std::shared_ptr<const Place>, std::less<>> properties;
  std::shared_ptr<const Place> items;  // of a list, or the values of a map
  std::vector<std::string> map_keys;   // of a list of type map
};

namespace {

using Place = ValidationRules::Place;

void compile_rules(const Value& schema, const TypeRef& type, Place& place) {
  for (const Value& given : schema[kRules].elements()) {
    const cel::Scope scope = scope_of(given, type);
    auto compiled = cel::Rule::compile(given["rule"].as_string(), scope, Type::Kind::kBool);
    if (std::holds_alternative<std::string>(compiled)) continue;
    CompiledRule rule{.text = std::string(trim_space(given["rule"].as_string())),
                      .message = given["message"].str(),
                      .reason = given["reason"].str(),
                      .field_path = given["fieldPath"].str(),
                      .message_expression = std::nullopt,
                      .rule = std::get<cel::Rule>(std::move(compiled)),
                      .takes_new = given["optionalOldSelf"].as_bool()};
    if (const std::string_view text = given["messageExpression"].as_string(); !text.empty()) {
      auto expression = cel::Rule::compile(text, scope, Type::Kind::kString);
      if (cel::Rule* good = std::get_if<cel::Rule>(&expression)) rule.message_expression = *good;
    }
    place.rules.push_back(std::move(rule));
  }
}

// Null where neither the place nor anything in it has a rule.
std::shared_ptr<const Place> compile_place(const Value& schema, Root root) {
  auto place = std::make_shared<Place>();
  place->type = schema["type"].str();
  if (!schema[kRules].empty()) compile_rules(schema, declared_type(schema, root), *place);
  for (const Member& property : schema["properties"].members())
    if (auto inside = compile_place(property.value, Root::kNo))
      place->properties[std::string(property.name())] = inside;
  const Value& items = schema["items"].is_object() ? schema["items"] : schema["additionalProperties"];
  if (items.is_object()) place->items = compile_place(items, Root::kNo);
  if (schema["x-kubernetes-list-type"].as_string() == "map")
    for (const Value& key : schema["x-kubernetes-list-map-keys"].elements()) place->map_keys.push_back(key.str());
  if (place->rules.empty() && place->properties.empty() && place->items == nullptr) return nullptr;
  return place;
}

// What is as it was may stay so, whatever rules have come since (CRDValidationRatcheting); what a definition presets
// may not.
enum class Unchanged { kStays, kIsAsked };

class Evaluation {
 public:
  explicit Evaluation(FieldErrors& errors, Unchanged unchanged = Unchanged::kStays)
      : errors_(errors), unchanged_(unchanged) {}

  void visit(const Place& place, const Value& value, const Value* old, const FieldPath& path) {
    if (value.is_null()) return;
    const bool same = unchanged_ == Unchanged::kStays && old != nullptr && *old == value;
    if (!same)
      for (const CompiledRule& rule : place.rules)
        if (is_going_on_) judge(place, rule, value, old, path);
    for (const auto& [name, inside] : place.properties)
      if (const Value* part = value.find(name))
        visit(*inside, *part, old == nullptr ? nullptr : old->find(name), child(path, name));
    if (place.items == nullptr) return;
    for (size_t i = 0; i < value.elements().size(); ++i)
      visit(*place.items, value[i], counterpart(place, value[i], old), path.index(i));
    for (const Member& member : value.members())
      if (place.properties.empty())
        visit(*place.items, member.value, old == nullptr ? nullptr : old->find(member.key), path.key(member.name()));
  }

 private:
  static FieldPath child(const FieldPath& path, std::string_view name) {
    return path.str().empty() ? FieldPath(name) : path.child(name);
  }

  // Only elements of lists that are maps can be told apart.
  static const Value* counterpart(const Place& place, const Value& element, const Value* old) {
    if (old == nullptr || place.map_keys.empty()) return nullptr;
    for (const Value& before : old->elements())
      if (std::all_of(place.map_keys.begin(), place.map_keys.end(),
                      [&](const std::string& key) { return before[key] == element[key]; }))
        return &before;
    return nullptr;
  }

  void judge(const Place& place, const CompiledRule& rule, const Value& value, const Value* old,
             const FieldPath& path) {
    if (rule.rule.uses_old_self() && old == nullptr && !rule.takes_new) return;
    const auto [outcome, cost] = rule.rule.evaluate(value, old);
    const FieldPath at = path.str().empty() ? FieldPath("<nil>") : path;
    if (cost > budget_)
      return stop(at, place,
                  "validation failed due to running out of cost budget, no further validation rules will be run");
    budget_ -= cost;
    if (const cel::Failure* failure = std::get_if<cel::Failure>(&outcome)) {
      const std::string& message = failure->message;
      if (message.starts_with("no such overload"))
        errors_.invalid(at, place.type,
                        "'" + message +
                            "': call arguments did not match a supported operator, function or macro "
                            "signature for rule: " +
                            rule.text);
      else if (message.starts_with("operation cancelled: actual cost limit exceeded"))
        stop(at, place,
             "'" + message +
                 "': no further validation rules will be run due to call cost exceeds limit for rule: " + rule.text);
      else errors_.invalid(at, place.type, message + " evaluating rule: " + rule.text);
      return;
    }
    if (std::get<Value>(outcome).as_bool()) return;
    tell(place, rule.field_path.empty() ? at : below(path, rule.field_path), rule.reason, detail(rule, value, old));
  }

  void stop(const FieldPath& at, const Place& place, const std::string& why) {
    errors_.invalid(at, place.type, why);
    is_going_on_ = false;
  }

  static std::string detail(const CompiledRule& rule, const Value& value, const Value* old) {
    if (rule.message_expression) {
      const cel::Outcome made = rule.message_expression->evaluate(value, old).outcome;
      const Value* text = std::get_if<Value>(&made);
      if (text != nullptr && !trim_space(text->as_string()).empty() &&
          text->as_string().find('\n') == std::string_view::npos)
        return std::string(trim_space(text->as_string()));
    }
    return rule.message.empty() ? "failed rule: " + rule.text : std::string(trim_space(rule.message));
  }

  void tell(const Place& place, const FieldPath& at, std::string_view reason, const std::string& detail) {
    if (reason == "FieldValueForbidden") errors_.forbidden(at, detail);
    else if (reason == "FieldValueRequired") errors_.required(at, detail);
    else if (reason == "FieldValueDuplicate") errors_.duplicate(at, place.type);
    else errors_.invalid(at, place.type, detail);
  }

  static constexpr int64_t kBudget = 10'000'000;  // RuntimeCELCostBudget

  FieldErrors& errors_;
  Unchanged unchanged_;
  int64_t budget_ = kBudget;
  bool is_going_on_ = true;
};

// The rule as the server's own type shows it.
std::string shown_rule(const Value& rule) {
  const auto text = [&](const char* field) { return to_json(Value(rule[field].as_string()), Escape::kGo); };
  const auto pointer = [&](const char* field) { return rule.contains(field) ? to_json(rule[field]) : "null"; };
  return R"({"Rule":)" + text("rule") + R"(,"Message":)" + text("message") + R"(,"MessageExpression":)" +
         text("messageExpression") + R"(,"Reason":)" + pointer("reason") + R"(,"FieldPath":)" + text("fieldPath") +
         R"(,"OptionalOldSelf":)" + pointer("optionalOldSelf") + "}";
}

bool has_breaks(std::string_view text) { return text.find_first_of("\n\r") != std::string_view::npos; }

void check_message(const Value& rule, const FieldPath& path, FieldErrors& errors) {
  const std::string_view text = trim_space(rule["rule"].as_string());
  const std::string_view message = trim_space(rule["message"].as_string());
  if (text.empty()) errors.required(path.child("rule"), "rule is not specified");
  else if (!rule["message"].as_string().empty() && message.empty())
    errors.invalid(path.child("message"), rule["message"], "message must be non-empty if specified");
  else if (has_breaks(message))
    errors.invalid(path.child("message"), rule["message"], "message must not contain line breaks");
  else if (has_breaks(text) && message.empty())
    errors.required(path.child("message"), "message must be specified if rule contains line breaks");
  if (const std::string_view expression = rule["messageExpression"].as_string();
      !expression.empty() && trim_space(expression).empty())
    errors.required(path.child("messageExpression"), "messageExpression must be non-empty if specified");
}

void check_field_path(const Value& schema, const Value& given, const FieldPath& path, FieldErrors& errors) {
  const std::string_view text = given.as_string();
  if (text.empty()) return;
  if (trim_space(text).empty()) errors.invalid(path, given, "fieldPath must be non-empty if specified");
  if (has_breaks(text)) errors.invalid(path, given, "fieldPath must not contain line breaks");
  if (!leads_somewhere(schema, text)) errors.invalid(path, given, "fieldPath must be a valid path");
}

void check_expressions(const Value& rule, const TypeRef& type, const FieldPath& at, const RulePlace& place,
                       FieldErrors& errors) {
  const cel::Scope scope = scope_of(rule, type);
  const std::string_view text = rule["rule"].as_string();
  if (trim_space(text).empty()) return;
  const auto compiled = cel::Rule::compile(text, scope, Type::Kind::kBool);
  if (const std::string* problem = std::get_if<std::string>(&compiled))
    errors.invalid_shown(at.child("rule"), shown_rule(rule), *problem);
  if (const std::string_view message = rule["messageExpression"].as_string(); !message.empty()) {
    const auto expression = cel::Rule::compile(message, scope, Type::Kind::kString);
    if (const std::string* problem = std::get_if<std::string>(&expression))
      errors.invalid_shown(at.child("messageExpression"), shown_rule(rule), *problem);
  }
  const cel::Rule* good = std::get_if<cel::Rule>(&compiled);
  if (good == nullptr) return;
  if (good->uses_old_self() && place.no_counterpart)
    errors.invalid(
        at.child("rule"), rule["rule"],
        "oldSelf cannot be used on the uncorrelatable portion of the schema within " + place.no_counterpart->str());
  if (!good->uses_old_self() && rule.contains("optionalOldSelf"))
    errors.invalid(at.child("optionalOldSelf"), rule["optionalOldSelf"],
                   "may not be set if oldSelf is not used in rule");
}

}  // namespace

ValidationRules::ValidationRules(const Value& schema) : root_(compile_place(schema, Root::kYes)) {}

void ValidationRules::validate(const Value& object, const Value* old, FieldErrors& errors) const {
  if (root_ != nullptr) Evaluation(errors).visit(*root_, object, old, FieldPath());
}

void check_preset(const Value& schema, const Value& preset, const FieldPath& path, FieldErrors& errors) {
  if (const auto place = compile_place(schema, Root::kNo))
    Evaluation(errors, Unchanged::kIsAsked).visit(*place, preset, &preset, path);
}

void check_rule_texts(const Value& schema, const FieldPath& path, FieldErrors& errors) {
  const std::vector<std::string> reasons = {"FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid",
                                            "FieldValueRequired"};
  for (size_t i = 0; i < schema[kRules].size(); ++i) {
    const Value& rule = schema[kRules][i];
    const FieldPath at = path.child(kRules).index(i);
    check_message(rule, at, errors);
    if (rule.contains("reason") &&
        std::find(reasons.begin(), reasons.end(), rule["reason"].as_string()) == reasons.end())
      errors.not_supported(at.child("reason"), rule["reason"], reasons);
    check_field_path(schema, rule["fieldPath"], at.child("fieldPath"), errors);
  }
}

void check_validation_rules(const Value& schema, const FieldPath& path, const RulePlace& place, FieldErrors& errors) {
  if (schema[kRules].empty()) return;
  const TypeRef type = declared_type(schema, place.is_root ? Root::kYes : Root::kNo);
  for (size_t i = 0; i < schema[kRules].size(); ++i)
    check_expressions(schema[kRules][i], type, path.child(kRules).index(i), place, errors);
}

}  // namespace skiff
