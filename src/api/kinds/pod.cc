#include "api/kinds/pod.h"

#include "api/kinds/pod_columns.h"
#include "api/orphan_index.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"po"};
constexpr std::string_view kCategories[] = {"all"};

void index_terms(const Value& pod, std::vector<std::string>& terms) {
  const std::string_view node = pod["spec"]["nodeName"].as_string();
  if (!node.empty()) terms.push_back("node=" + std::string(node));
  append_orphan_term(pod, terms);
}

}  // namespace

const Kind kPod = {
    .group = "",
    .version = "v1",
    .kind = "Pod",
    .resource = "pods",
    .singular = "pod",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .columns = kPodColumns,
    .index_terms = index_terms,
};

}  // namespace skiff
