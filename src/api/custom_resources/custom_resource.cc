#include "api/custom_resources/custom_resource.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "base/strings.h"

namespace skiff {
namespace {

// v1, v2beta1, v1alpha3; everything else has stage 0.
struct ParsedVersion {
  int stage = 0;  // 3 stable, 2 beta, 1 alpha
  int major = 0;
  int minor = 0;
};

// 0 for none, one that begins with 0, and one that is too long for a number.
int take_number(std::string_view& text) {
  int number = 0;
  if (text.empty() || text[0] < '1' || text[0] > '9') return 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return error == std::errc() ? number : 0;
}

ParsedVersion parse_version(std::string_view text) {
  if (text.size() < 2 || text[0] != 'v') return {};
  text.remove_prefix(1);
  ParsedVersion out;
  out.major = take_number(text);
  if (out.major == 0) return {};
  if (text.empty()) out.stage = 3;
  else if (text.starts_with("beta")) out.stage = 2;
  else if (text.starts_with("alpha")) out.stage = 1;
  else return {};
  if (out.stage == 3) return out;
  text.remove_prefix(out.stage == 2 ? 4 : 5);
  out.minor = take_number(text);
  return text.empty() && out.minor > 0 ? out : ParsedVersion{};
}

std::vector<std::string> texts(const Value& list) {
  std::vector<std::string> out;
  for (const Value& one : list.elements()) out.push_back(one.str());
  return out;
}

}  // namespace

bool is_newer_version(std::string_view a, std::string_view b) {
  const ParsedVersion x = parse_version(a);
  const ParsedVersion y = parse_version(b);
  if (x.stage == 0 && y.stage == 0) return a < b;
  return std::tie(x.stage, x.major, x.minor) > std::tie(y.stage, y.major, y.minor);
}

CustomResource::CustomResource(const Value& definition)
    : name_(definition.at("metadata", "name").str()),
      group_(definition.at("spec", "group").str()),
      terminating_(definition["metadata"].contains("deletionTimestamp")) {
  const Value& spec = definition["spec"];
  read_names(spec);
  for (const Value& version : spec["versions"].elements())
    if (version["served"].as_bool()) versions_.push_back(version["name"].str());
  std::sort(versions_.begin(), versions_.end(), is_newer_version);
  for (const std::string& name : versions_)
    for (const Value& version : spec["versions"].elements())
      if (version["name"].as_string() == name) by_name_.push_back(std::make_unique<CustomVersion>(version));
  if (by_name_.empty()) by_name_.push_back(std::make_unique<CustomVersion>(Value()));
  kind_.group = group_;
  kind_.version = by_name_.front()->name();
  kind_.has_status = by_name_.front()->has_status();
  kind_.has_scale = by_name_.front()->scale().has_value();
  kind_.kind = kind_name_;
  kind_.resource = plural_;
  kind_.singular = singular_;
  kind_.short_names = short_names_;
  kind_.categories = categories_;
  kind_.scope = spec["scope"].as_string() == "Cluster" ? Scope::kCluster : Scope::kNamespaced;
  kind_.verbs = "delete,deletecollection,get,list,patch,create,update,watch";
  kind_.generation = Generation::kOnSpec;
}

// Of those that were accepted: who defines a name that is taken goes without it.
void CustomResource::read_names(const Value& spec) {
  const Value& names = spec["names"];
  kind_name_ = names["kind"].str();
  plural_ = names["plural"].str();
  singular_ = names["singular"].str();
  short_name_texts_ = texts(names["shortNames"]);
  category_texts_ = texts(names["categories"]);
  short_names_.assign(short_name_texts_.begin(), short_name_texts_.end());
  categories_.assign(category_texts_.begin(), category_texts_.end());
}

bool CustomResource::serves(std::string_view version) const {
  return std::find(versions_.begin(), versions_.end(), version) != versions_.end();
}

bool CustomResource::serves_api(std::string_view api_version) const {
  const size_t slash = api_version.find('/');
  return slash != std::string_view::npos && api_version.substr(0, slash) == group_ &&
         serves(api_version.substr(slash + 1));
}

const CustomVersion& CustomResource::version(std::string_view api_version) const {
  if (serves_api(api_version))
    for (const auto& version : by_name_)
      if (version->name() == api_version.substr(group_.size() + 1)) return *version;
  return *by_name_.front();
}

}  // namespace skiff
