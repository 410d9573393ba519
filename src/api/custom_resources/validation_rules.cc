#include "api/custom_resources/validation_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/custom_resources/declared_type.h"
#include "api/custom_resources/rule_field_path.h"
#include "api/custom_resources/rule_functions.h"
#include "base/strings.h"

namespace skiff {
namespace {

using cel::Type;
using cel::TypeRef;

constexpr std::string_view kRules = "x-kubernetes-validations";

struct CompiledRule {
  std::string text, message, reason;
  std::string field_path;  // below the place: ".a.b"
  std::optional<cel::Rule> message_expression;
  std::string message_text;  // the expression
  cel::Rule rule;
  bool takes_new = false;  // it speaks of oldSelf, but of new objects as well
};

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
    const cel::Scope scope = rule_scope(given, type);
    auto compiled = cel::Rule::compile(given["rule"].as_string(), scope, Type::Kind::kBool);
    if (std::holds_alternative<std::string>(compiled)) continue;
    CompiledRule rule{.text = std::string(trim_space(given["rule"].as_string())),
                      .message = given["message"].str(),
                      .reason = given["reason"].str(),
                      .field_path = given["fieldPath"].str(),
                      .message_expression = std::nullopt,
                      .message_text = given["messageExpression"].str(),
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
  if (!schema[kRules].empty()) compile_rules(schema, rules_type(schema, root), *place);
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

constexpr int64_t kCostBudget = 10'000'000;    // RuntimeCELCostBudget
constexpr size_t kMessageBytesMax = 5 * 1024;  // MaxEvaluatedMessageExpressionSizeBytes

// What is as it was may stay so, whatever rules have come since (CRDValidationRatcheting): it is warned of. What a
// definition presets may not.
class Evaluation {
 public:
  // Without `unchanged`, all that fails is an error.
  Evaluation(FieldErrors& errors, FieldErrors* unchanged) : errors_(errors), unchanged_(unchanged) {}

  // Where there is no telling what a value was, `same` is what holds for what it is in.
  void visit(const Place& place, const Value& value, const Value* old, bool same, const FieldPath& path) {
    if (value.is_null()) return;
    if (old != nullptr) same = *old == value;
    for (const CompiledRule& rule : place.rules)
      if (is_going_on_) judge(place, rule, value, old, same, path);
    for (const auto& [name, inside] : place.properties)
      if (const Value* part = value.find(name))
        visit(*inside, *part, old == nullptr ? nullptr : old->find(name), same, child(path, name));
    if (place.items == nullptr) return;
    for (size_t i = 0; i < value.elements().size(); ++i)
      visit(*place.items, value[i], counterpart(place, value[i], old), same, path.index(i));
    for (const Member& member : value.members())
      if (place.properties.empty())
        visit(*place.items, member.value, old == nullptr ? nullptr : old->find(member.key), same,
              path.key(member.name()));
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

  // As messages about a rule call it.
  static std::string shown(const CompiledRule& rule) {
    return rule.message.empty() ? rule.text : std::string(trim_space(rule.message));
  }

  void judge(const Place& place, const CompiledRule& rule, const Value& value, const Value* old, bool same,
             const FieldPath& path) {
    if (rule.rule.uses_old_self() && old == nullptr && !rule.takes_new) return;
    const auto [outcome, cost] = rule.rule.evaluate(value, old);
    const FieldPath at = path.str().empty() ? FieldPath("<nil>") : path;
    if (cost > budget_)
      return stop(at, place,
                  "validation failed due to running out of cost budget, no further validation rules will be run");
    budget_ -= cost;
    if (const cel::Failure* failure = std::get_if<cel::Failure>(&outcome)) return fail(place, rule, *failure, at);
    if (std::get<Value>(outcome).as_bool()) return;
    const FieldPath field = rule.field_path.empty() ? at : below(path, rule.field_path);
    FieldErrors& errors = same && unchanged_ != nullptr && !rule.rule.uses_old_self() ? *unchanged_ : errors_;
    const auto message = detail(rule, value, old);
    if (const cel::Failure* over = std::get_if<cel::Failure>(&message)) {
      errors.invalid(field, place.type, over->message);
      is_going_on_ = false;
      return;
    }
    tell(place, rule.reason, field, value, std::get<std::string>(message), errors);
  }

  void fail(const Place& place, const CompiledRule& rule, const cel::Failure& failure, const FieldPath& at) {
    const std::string& message = failure.message;
    if (message.starts_with("operation cancelled: actual cost limit exceeded"))
      return stop(
          at, place,
          "'" + message +
              "': no further validation rules will be run due to call cost exceeds limit for rule: " + shown(rule));
    if (message.starts_with("no such overload"))
      return errors_.invalid(at, place.type,
                             "'" + message +
                                 "': call arguments did not match a supported operator, function or macro "
                                 "signature for rule: " +
                                 shown(rule));
    errors_.invalid(at, place.type, message + " evaluating rule: " + shown(rule));
  }

  void stop(const FieldPath& at, const Place& place, const std::string& why) {
    errors_.invalid(at, place.type, why);
    is_going_on_ = false;
  }

  // The message, or why nothing more is asked. Upstream: evalMessageExpression.
  std::variant<std::string, cel::Failure> detail(const CompiledRule& rule, const Value& value, const Value* old) {
    const std::string otherwise = rule.message.empty() ? "failed rule: " + rule.text : shown(rule);
    if (!rule.message_expression) return otherwise;
    const auto [outcome, cost] = rule.message_expression->evaluate(value, old);
    if (cost > budget_)
      return cel::Failure{
          "messageExpression evaluation failed due to running out of cost budget, no further validation rules will be "
          "run"};
    const cel::Failure* failure = std::get_if<cel::Failure>(&outcome);
    if (failure != nullptr && failure->message.starts_with("operation cancelled: actual cost limit exceeded"))
      return cel::Failure{
          "no further validation rules will be run due to call cost exceeds limit for messageExpression: " +
          go_quote(rule.message_text)};
    budget_ -= cost;
    if (failure != nullptr) return otherwise;
    const std::string_view text = trim_space(std::get<Value>(outcome).as_string());
    const bool is_good = !text.empty() && text.size() <= kMessageBytesMax && text.find('\n') == std::string_view::npos;
    return is_good ? std::string(text) : otherwise;
  }

  // Lists and objects are not shown.
  static void tell(const Place& place, std::string_view reason, const FieldPath& field, const Value& value,
                   const std::string& detail, FieldErrors& errors) {
    const bool omits = place.type == "object" || place.type == "array";
    if (reason == "FieldValueForbidden") return errors.forbidden(field, detail);
    if (reason == "FieldValueRequired") return errors.required(field, detail);
    if (reason == "FieldValueDuplicate")
      return omits ? errors.duplicate_shown(field, "") : errors.duplicate(field, value);
    if (omits) return errors.invalid_shown(field, "", detail);
    errors.invalid(field, value, detail);
  }

  FieldErrors& errors_;
  FieldErrors* unchanged_;
  int64_t budget_ = kCostBudget;
  bool is_going_on_ = true;
};

}  // namespace

ValidationRules::ValidationRules(const Value& schema) : root_(compile_place(schema, Root::kYes)) {}

void ValidationRules::validate(const Value& object, const Value* old, FieldErrors& errors,
                               FieldErrors& unchanged) const {
  if (root_ != nullptr) Evaluation(errors, &unchanged).visit(*root_, object, old, false, FieldPath());
}

void check_preset(const Value& schema, const Value& preset, const FieldPath& path, FieldErrors& errors) {
  if (const auto place = compile_place(schema, Root::kNo))
    Evaluation(errors, nullptr).visit(*place, preset, &preset, true, path);
}

}  // namespace skiff
