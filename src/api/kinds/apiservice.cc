#include "api/kinds/apiservice.h"

#include "api/columns.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"api-extensions"};

void service_cell(const Value& object, Time, std::string& out) {
  const Value& service = object.at("spec", "service");
  if (service.is_null()) out += "Local";
  else out.append(service["namespace"].as_string()).append("/").append(service["name"].as_string());
}

void available_cell(const Value& object, Time, std::string& out) {
  const Value& available = find_condition(object["status"], "Available");
  const std::string_view status = available["status"].as_string("Unknown");
  out += status;
  if (status != "True" && !available.is_null()) out.append(" (").append(available["reason"].as_string()).append(")");
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Service", Show::kAlways, service_cell},
    {"Available", Show::kAlways, available_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kAPIService = {
    .group = "apiregistration.k8s.io",
    .version = "v1",
    .kind = "APIService",
    .resource = "apiservices",
    .singular = "apiservice",
    .categories = kCategories,
    .scope = Scope::kCluster,
    .has_status = true,
    .columns = kColumns,
};

}  // namespace skiff
