// kubectl api-resources. Mirrors pkg/cmd/apiresources/apiresources.go.
#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "api/custom_resources/custom_resource.h"
#include "api/kind_table.h"
#include "base/strings.h"
#include "cli/command.h"
#include "cli/discovery_table.h"
#include "cli/printers/tabwriter.h"
#include "cli/printing.h"

namespace skiff::cli {

struct ApiResourcesOptions {
  std::string api_group;
  std::string output;
  std::string sort_by;
  std::vector<std::string> verbs;
  std::vector<std::string> categories;
  bool namespaced = true;
  bool no_headers = false;
  bool cached = false;
  bool managed_fields = false;
};

namespace {

std::string_view group_of(const DiscoveredResource& resource) {
  const size_t slash = resource.api_version.find('/');
  return slash == std::string_view::npos ? std::string_view() : resource.api_version.substr(0, slash);
}

bool has_all(std::string_view joined, const std::vector<std::string>& wanted) {
  const auto have = split(joined, ',');
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const std::string& word) { return std::find(have.begin(), have.end(), word) != have.end(); });
}

// What the cluster defines itself has no row in the table of a server; its words live as long as the texts here.
std::vector<DiscoveredResource> defined_resources(std::deque<std::string>& texts) {
  const auto joined = [&](std::span<const std::string_view> words) -> std::string_view {
    return texts.emplace_back(join({words.begin(), words.end()}, ","));
  };
  std::vector<DiscoveredResource> out;
  for (const Kind* kind : all_kinds())
    if (custom_resource(*kind) != nullptr)
      out.push_back({kind->resource, joined(kind->short_names), texts.emplace_back(kind->api_version()), kind->scope,
                     kind->kind, kind->verbs, joined(kind->categories)});
  return out;
}

std::vector<DiscoveredResource> selected(const ApiResourcesOptions& options, const Invocation& call,
                                         std::deque<std::string>& texts) {
  std::vector<DiscoveredResource> all(discovered_resources().begin(), discovered_resources().end());
  const std::vector<DiscoveredResource> defined = defined_resources(texts);
  all.insert(all.end(), defined.begin(), defined.end());
  std::vector<DiscoveredResource> out;
  for (const DiscoveredResource& resource : all) {
    if (call.given("api-group") && group_of(resource) != options.api_group) continue;
    if (call.given("namespaced") && (resource.scope == Scope::kNamespaced) != options.namespaced) continue;
    if (!has_all(resource.verbs, options.verbs) || !has_all(resource.categories, options.categories)) continue;
    out.push_back(resource);
  }
  // Groups stand in the order of their names, with the core group, which has none, first.
  std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) {
    if (options.sort_by == "name") return a.name < b.name;
    if (options.sort_by == "kind") return a.kind < b.kind;
    return group_of(a) != group_of(b) ? group_of(a) < group_of(b) : a.name < b.name;
  });
  return out;
}

std::string row(const DiscoveredResource& resource, bool wide) {
  std::string line = fmt::format("{}\t{}\t{}\t{}\t{}", resource.name, resource.short_names, resource.api_version,
                                 resource.scope == Scope::kNamespaced, resource.kind);
  if (wide) line += fmt::format("\t{}\t{}", resource.verbs, resource.categories);
  return line + "\n";
}

Value words_of(std::string_view joined) {
  Value out = Value::array();
  for (std::string_view word : split(joined, ',')) out.push_back(word);
  return out;
}

// All groups in one list, each resource with its own. Upstream: metav1.APIResourceList.
Value document_of(const std::vector<DiscoveredResource>& resources) {
  Value out{{"apiVersion", "v1"}, {"groupVersion", ""}, {"kind", "APIResourceList"}, {"resources", Value()}};
  for (const DiscoveredResource& resource : resources) {
    const std::string_view group = group_of(resource);
    Value row{{"kind", resource.kind},
              {"name", resource.name},
              {"namespaced", resource.scope == Scope::kNamespaced},
              {"singularName", to_lower(resource.kind)},
              {"verbs", words_of(resource.verbs)},
              {"version", resource.api_version.substr(group.empty() ? 0 : group.size() + 1)}};
    if (!group.empty()) row["group"] = group;
    if (!resource.short_names.empty()) row["shortNames"] = words_of(resource.short_names);
    if (!resource.categories.empty()) row["categories"] = words_of(resource.categories);
    out["resources"].push_back(std::move(row));
  }
  return out;
}

Outcome api_resources(const ApiResourcesOptions& options, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  const bool document = options.output == "json" || options.output == "yaml" || options.output == "kyaml";
  if (!document && !options.output.empty() && options.output != "name" && options.output != "wide")
    return client_error(
        fmt::format("unable to match a printer suitable for the output format \"{}\", allowed formats are: "
                    "json,kyaml,name,wide,yaml",
                    options.output));
  if (!options.sort_by.empty() && options.sort_by != "name" && options.sort_by != "kind")
    return client_error("--sort-by accepts only name or kind");
  if (auto session = call.session(); !session) return session.error();
  std::deque<std::string> texts;
  const auto resources = selected(options, call, texts);
  if (options.output == "name") {
    for (const DiscoveredResource& resource : resources)
      call.io.out << qualified(resource.name, group_of(resource)) << "\n";
    return {};
  }
  if (document) {
    PrintFlags print;
    print.output = options.output;
    auto printer = ResultPrinter::make(print, call.io, Typing::kGoTypes);
    if (!printer) return printer.error();
    return printer->print_object(document_of(resources));
  }
  const bool wide = options.output == "wide";
  std::string text;
  if (!options.no_headers)
    text = wide ? "NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND\tVERBS\tCATEGORIES\n"
                : "NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND\n";
  for (const DiscoveredResource& resource : resources) text += row(resource, wide);
  call.io.out << align_columns(text, kTableTabstops);
  return {};
}

}  // namespace

void add_api_resources(Command& command) {
  auto options = std::make_shared<ApiResourcesOptions>();
  Flags& flags = command.flags;
  flags.text(options->api_group, "api-group", "Only kinds of this group");
  flags.toggle(options->cached, "cached", "No difference: there is no list to fetch");
  flags.list(options->categories, "categories", Split::kCommas, "Only kinds of these categories");
  flags.toggle(options->managed_fields, "show-managed-fields", "No difference: kinds have no managed fields");
  flags.toggle(options->namespaced, "namespaced", "Only kinds in namespaces, or with =false only those outside");
  flags.toggle(options->no_headers, "no-headers", "Without the line of headers");
  flags.text(options->output, "output,o", "Output format. One of: (json, yaml, name, wide)");
  flags.text(options->sort_by, "sort-by", "In the order of this column: name or kind");
  flags.list(options->verbs, "verbs", Split::kCommas, "Only kinds that know these verbs");
  runs(command, options, api_resources);
}

}  // namespace skiff::cli
