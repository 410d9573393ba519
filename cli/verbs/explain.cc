// kubectl explain: the fields of a kind, from the API's schema, and what they mean. Mirrors pkg/cmd/explain.
#include <fmt/format.h>

#include <optional>

#include "api/conversion.h"
#include "api/custom_resources/custom_resource.h"
#include "api/kind_table.h"
#include "base/strings.h"
#include "cli/command.h"
#include "cli/explain/descriptions.h"
#include "cli/explain/explanation.h"
#include "cli/printers/jsonpath.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct ExplainOptions {
  std::string api_version;
  std::string output = "plaintext";
  bool recursive = false;
};

namespace {

// "deployments.apps.spec.replicas": a resource, perhaps with its group, and fields.
struct ExplainPath {
  const Kind* kind = nullptr;
  std::string api_version;  // one that the kind is served in
  std::vector<std::string> fields;
};

std::vector<std::string> fields_in(std::string_view path) {
  std::vector<std::string> out;
  for (const std::string_view part : split(path, '.'))
    if (!part.empty()) out.emplace_back(part);
  return out;
}

// The version that a resource is asked for in: `hpa.v1.autoscaling`, `events.events.k8s.io`.
std::string served_version(const Kind& kind, std::string_view typed) {
  std::string asked = asked_api_version(kind, typed);
  return asked.empty() ? kind.api_version() : asked;
}

// A kind with the group of a version beside the stored one: `events.events.k8s.io.regarding`.
std::optional<ExplainPath> path_in_other_group(const Kind& kind, std::string_view typed) {
  for (size_t end = typed.size(); end != std::string_view::npos && end > 0; end = typed.rfind('.', end - 1)) {
    const std::string_view named = typed.substr(0, end);
    const std::string asked = asked_api_version(kind, named);
    if (!asked.empty() && named == qualified(kind.resource, asked.substr(0, asked.find('/'))))
      return ExplainPath{&kind, asked, fields_in(typed.substr(end))};
  }
  return std::nullopt;
}

// A dot may also belong to the group: a resource with its group is known by its full names alone.
Result<ExplainPath> parse_path(const std::string& typed, Invocation& call) {
  const size_t dot = typed.find('.');
  auto kind = kind_for(typed.substr(0, dot));
  if (!kind) {
    // Only the cluster knows what it has been taught.
    if (auto session = call.session(); !session) return session.error();
    kind = kind_for(typed.substr(0, dot));
  }
  const std::string whole = kind ? qualified((*kind)->resource, (*kind)->group) : "";
  if (kind && !(*kind)->group.empty() && (typed == whole || typed.starts_with(whole + ".")))
    return ExplainPath{*kind, (*kind)->api_version(), fields_in(std::string_view(typed).substr(whole.size()))};
  if (kind)
    if (auto path = path_in_other_group(**kind, typed)) return *path;
  if (!kind) {
    const auto named = kind_for(typed);
    if (!named) return kind.error();
    return ExplainPath{*named, served_version(**named, typed), {}};
  }
  return ExplainPath{*kind, (*kind)->api_version(),
                     dot == std::string::npos ? std::vector<std::string>() : fields_in(typed.substr(dot))};
}

// Another version of the same resource, if there is one.
Result<void> turn_to_version(ExplainPath& path, const std::string& api_version) {
  if (api_version.empty()) return {};
  if (const Kind* other = find_kind(api_version, path.kind->kind); other != nullptr) path.kind = other;
  if (serves_version(*path.kind, api_version)) {
    path.api_version = api_version;
    return {};
  }
  const bool core = api_version.find('/') == std::string::npos;
  const std::string resource = fmt::format("{}{}, Resource={}", core ? "/" : "", api_version, path.kind->resource);
  for (const Kind* known : all_kinds())
    if (known->api_version() == api_version)
      return client_error(fmt::format("GVR ({}) not found in OpenAPI schema", resource));
  return client_error(fmt::format("couldn't find resource for \"{}\"", resource));
}

// What the version says of its fields. Those of a custom resource are its own.
const Schema* schema_of(const ExplainPath& path) {
  const CustomResource* custom = custom_resource(*path.kind);
  return custom != nullptr ? custom->version(path.api_version).fields()
                           : find_schema(path.api_version, path.kind->kind);
}

void add_description(Explanation& explanation, std::string_view text) {
  if (!text.empty()) explanation.descriptions.push_back(text);
}

void describe_explained(Explanation& explanation) {
  if (explanation.field.empty()) add_description(explanation, describe_kind(explanation.kind->kind));
  else add_description(explanation, describe_field(explanation.holder, explanation.field));
  if (const Schema* type = explained_inside(explanation.schema); type != nullptr && type->shape == Shape::kStruct)
    add_description(explanation, describe_type(type->type));
}

// Follows the path. Nothing, if a field on it does not exist.
std::optional<Explanation> find_explained(const ExplainPath& path) {
  Explanation out;
  out.kind = path.kind;
  out.api_version = path.api_version;
  out.schema = schema_of(path);
  for (const std::string& name : path.fields) {
    const Schema* parent = explained_inside(out.schema);
    if (parent == nullptr || parent->shape != Shape::kStruct) return std::nullopt;
    out.holder = parent->type;
    out.field = name;
    out.schema = parent->field(name);
    if (out.schema == nullptr) return std::nullopt;
  }
  describe_explained(out);
  return out;
}

Outcome run(const ExplainOptions& options, Invocation& call) {
  if (call.args.empty())
    return client_error(
        "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete "
        "list of supported resources.\n");
  if (call.args.size() > 1) return client_error("We accept only this format: explain RESOURCE\n");
  const bool as_before = options.output == "plaintext-openapiv2";
  if (!as_before && options.output != "plaintext")
    return client_error(fmt::format("unrecognized format: {}", options.output));
  if (const auto path = JsonPath::parse("{." + call.args[0] + "}"); !path) return client_error(path.error().message);
  if (call.args[0].starts_with('.') || call.args[0].find('[') != std::string::npos)
    return client_error("invalid jsonpath syntax, first node must be field node");
  auto path = parse_path(call.args[0], call);
  if (!path) return Outcome::nested({path.error()});
  if (auto turned = turn_to_version(*path, options.api_version); !turned) return turned.error();
  const auto explanation = find_explained(*path);
  if (!explanation) {
    if (!as_before) call.io.out << explained_heading(*path->kind, path->api_version);
    return client_error(fmt::format("field \"{}\" does not exist", path->fields.back()));
  }
  const Depth depth = options.recursive ? Depth::kAll : Depth::kOneLevel;
  call.io.out << (as_before ? explain_as_before(*explanation, depth) : explain_plainly(*explanation, depth));
  return {};
}

}  // namespace

void add_explain(Command& command) {
  auto options = std::make_shared<ExplainOptions>();
  command.flags.text(options->api_version, "api-version", "The kind of this group and version");
  command.flags.text(options->output, "output,o", "plaintext or plaintext-openapiv2");
  command.flags.toggle(options->recursive, "recursive,R", "With all fields below");
  runs(command, options, run);
}

}  // namespace skiff::cli
