#include "cli/kustomize/selector.h"

namespace skiff::cli {

namespace {

// In the words of regexp/syntax for what is left open; the closing of the whole stands behind it.
Error no_pattern(const std::string& text) {
  const size_t bracket = text.rfind('[');
  if (bracket != std::string::npos && text.find(']', bracket) == std::string::npos)
    return client_error("error parsing regexp: missing closing ]: `" + text.substr(bracket) + ")$`");
  return client_error("error parsing regexp: `^(?:" + text + ")$`");
}

}  // namespace

Result<KustomizeSelector> KustomizeSelector::parse(const Value& selector) {
  KustomizeSelector out;
  const auto pattern = [&](const char* field, Pattern& to) -> Result<void> {
    const std::string text = selector[field].str();
    if (text.empty()) return {};
    const std::string whole = "^(?:" + text + ")$";
    to = RegularExpression::parse(whole);
    if (!to) return no_pattern(text);
    return {};
  };
  const std::pair<const char*, Pattern*> patterns[] = {{"group", &out.group_},
                                                       {"version", &out.version_},
                                                       {"kind", &out.kind_},
                                                       {"name", &out.name_},
                                                       {"namespace", &out.namespace_}};
  for (const auto& [field, to] : patterns)
    if (auto good = pattern(field, *to); !good) return good.error();
  for (const auto& [field, to] :
       {std::pair{"labelSelector", &out.labels_}, {"annotationSelector", &out.annotations_}}) {
    auto parsed = LabelSelector::parse(selector[field].as_string());
    if (!parsed) return parsed.error();
    *to = *parsed;
  }
  return out;
}

bool KustomizeSelector::selects_metadata(const Value& metadata) const {
  return labels_.matches(metadata["labels"]) && annotations_.matches(metadata["annotations"]);
}

bool KustomizeSelector::selects(const Resource& resource) const {
  const ResourceId first = resource.original();
  const ResourceId now = resource.id();
  return (fits(namespace_, first.effective_namespace()) || fits(namespace_, now.effective_namespace())) &&
         fits(group_, now.group) && fits(version_, now.version) && fits(kind_, now.kind) &&
         (fits(name_, first.name) || fits(name_, now.name)) && selects_metadata(resource.object["metadata"]);
}

}  // namespace skiff::cli
