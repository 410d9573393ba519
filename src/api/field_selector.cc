#include "api/field_selector.h"

#include <algorithm>
#include <span>

#include "base/strings.h"

namespace skiff {
namespace {

enum class Refusal { kNotSupported, kNotSupportedForKind, kNotKnown };
enum class Metadata { kName, kNameAndNamespace };

struct Selectable {
  std::string_view resource, group;
  Metadata metadata;
  Refusal refusal;
  std::span<const std::string_view> fields;
};

constexpr std::string_view kPodFields[] = {
    "spec.nodeName",    "spec.host",    "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
    "spec.hostNetwork", "status.phase", "status.podIP",       "status.podIPs",      "status.nominatedNodeName"};
constexpr std::string_view kEventFields[] = {"involvedObject.kind",
                                             "involvedObject.namespace",
                                             "involvedObject.name",
                                             "involvedObject.uid",
                                             "involvedObject.apiVersion",
                                             "involvedObject.resourceVersion",
                                             "involvedObject.fieldPath",
                                             "reason",
                                             "reportingComponent",
                                             "source",
                                             "type"};
constexpr std::string_view kNodeFields[] = {"spec.unschedulable"};
constexpr std::string_view kReplicationControllerFields[] = {"status.replicas"};
constexpr std::string_view kNamespaceFields[] = {"status.phase"};
constexpr std::string_view kSecretFields[] = {"type"};
constexpr std::string_view kServiceFields[] = {"spec.clusterIP", "spec.type"};
constexpr std::string_view kJobFields[] = {"status.successful"};

constexpr Selectable kSelectable[] = {
    {"events", "", Metadata::kNameAndNamespace, Refusal::kNotSupported, kEventFields},
    {"jobs", "batch", Metadata::kNameAndNamespace, Refusal::kNotSupportedForKind, kJobFields},
    {"namespaces", "", Metadata::kName, Refusal::kNotSupported, kNamespaceFields},
    {"nodes", "", Metadata::kName, Refusal::kNotSupported, kNodeFields},
    {"pods", "", Metadata::kNameAndNamespace, Refusal::kNotSupported, kPodFields},
    {"replicationcontrollers", "", Metadata::kNameAndNamespace, Refusal::kNotSupported, kReplicationControllerFields},
    {"secrets", "", Metadata::kNameAndNamespace, Refusal::kNotSupported, kSecretFields},
    {"services", "", Metadata::kNameAndNamespace, Refusal::kNotSupported, kServiceFields},
};
constexpr Selectable kOtherKinds = {"", "", Metadata::kNameAndNamespace, Refusal::kNotKnown, {}};

const Selectable& selectable(const Kind& kind) {
  for (const Selectable& row : kSelectable)
    if (row.resource == kind.resource && row.group == kind.group) return row;
  return kOtherKinds;
}

bool is_known(const Selectable& row, std::string_view field) {
  if (field == "metadata.name") return true;
  if (field == "metadata.namespace") return row.metadata == Metadata::kNameAndNamespace;
  return std::find(row.fields.begin(), row.fields.end(), field) != row.fields.end();
}

Error refuse(const Selectable& row, const Kind& kind, std::string_view field) {
  const std::string name(field);
  if (row.refusal == Refusal::kNotSupported) return client_error("field label not supported: " + name);
  if (row.refusal == Refusal::kNotSupportedForKind) {
    return client_error("field label " + go_quote(name) + " not supported for " + std::string(kind.kind));
  }
  return client_error(go_quote(name) +
                      " is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
}

// Terms are parted by commas that no backslash precedes.
std::vector<std::string_view> split_terms(std::string_view text) {
  std::vector<std::string_view> terms;
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == ',') {
      terms.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  terms.push_back(text.substr(begin));
  return terms;
}

// fields.UnescapeValue
Result<std::string> unescape(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ',' || text[i] == '=') {
      return client_error("invalid field selector: unescaped character in value: " + std::to_string(int(text[i])));
    }
    if (text[i] == '\\') {
      const std::string_view next = i + 1 < text.size() ? text.substr(i + 1, decode_rune(text, i + 1).width) : "";
      if (next != "\\" && next != "," && next != "=") {
        return client_error("invalid field selector: invalid escape sequence: \\" + std::string(next));
      }
      ++i;
    }
    out += text[i];
  }
  return out;
}

std::string text_of(const Value& value) {
  if (value.is_int()) return std::to_string(value.as_int());
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  return value.str();
}

// What the strategies put into the set of selectable fields, where it is not simply what stands at that path.
std::string field_value(const Value& object, std::string_view resource, std::string_view field) {
  if (field == "spec.unschedulable" || field == "spec.hostNetwork") {
    return object["spec"][field.substr(5)].as_bool() ? "true" : "false";
  }
  if (field == "status.replicas") return std::to_string(object.at("status", "replicas").as_int());
  if (field == "status.successful") return std::to_string(object.at("status", "succeeded").as_int());
  if (field == "status.podIPs") return "";  // accepted, but never filled in
  if (resource == "events") {
    const Value& reporter = object["reportingComponent"];
    if (field == "reportingComponent") return text_of(reporter);
    if (field == "source") {
      const Value& component = object.at("source", "component");
      return text_of(component.as_string().empty() ? reporter : component);
    }
  }
  const Value* at = &object;
  for (const std::string_view step : split(field, '.')) at = &(*at)[step];
  return text_of(*at);
}

}  // namespace

Result<FieldSelector> FieldSelector::parse(const Kind& kind, std::string_view text) {
  FieldSelector out;
  out.resource_ = kind.resource;
  std::vector<std::string_view> terms = split_terms(text);
  std::sort(terms.begin(), terms.end());
  const Selectable& row = selectable(kind);
  for (const std::string_view term : terms) {
    if (term.empty()) continue;
    size_t at = 0;
    while (at < term.size() && term[at] != '=' && !term.substr(at).starts_with("!=")) ++at;
    if (at == term.size()) {
      return client_error("invalid selector: '" + std::string(text) + "'; can't understand '" + std::string(term) +
                          "'");
    }
    const bool equal = term[at] == '=';
    const size_t width = equal && !term.substr(at).starts_with("==") ? 1 : 2;
    auto value = unescape(term.substr(at + width));
    if (!value) return value.error();
    out.terms_.push_back({std::string(term.substr(0, at)), equal, *std::move(value)});
  }
  for (Term& term : out.terms_) {
    if (!is_known(row, term.field)) return refuse(row, kind, term.field);
    if (term.field == "spec.host") term.field = "spec.nodeName";
  }
  return out;
}

bool FieldSelector::matches(const Value& object) const {
  return std::all_of(terms_.begin(), terms_.end(), [&](const Term& term) {
    return (field_value(object, resource_, term.field) == term.value) == term.equal;
  });
}

std::optional<std::string_view> FieldSelector::exact(std::string_view field) const {
  for (const Term& term : terms_)
    if (term.equal && term.field == field) return term.value;
  return std::nullopt;
}

}  // namespace skiff
