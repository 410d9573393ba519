#include "api/kinds/prioritylevelconfiguration.h"

#include "api/columns.h"

namespace skiff {
namespace {

void type_cell(const Value& object, Time, std::string& out) { out += object.at("spec", "type").as_string(); }

void nominal_concurrency_shares_cell(const Value& object, Time, std::string& out) {
  const Value& number = object.at("spec", "limited", "nominalConcurrencyShares");
  if (number.is_null()) out += "<none>";
  else append_int(number.as_int(), out);
}

void queues_cell(const Value& object, Time, std::string& out) {
  const Value& number = object.at("spec", "limited", "limitResponse", "queuing", "queues");
  if (number.is_null()) out += "<none>";
  else append_int(number.as_int(), out);
}

void hand_size_cell(const Value& object, Time, std::string& out) {
  const Value& number = object.at("spec", "limited", "limitResponse", "queuing", "handSize");
  if (number.is_null()) out += "<none>";
  else append_int(number.as_int(), out);
}

void queue_length_limit_cell(const Value& object, Time, std::string& out) {
  const Value& number = object.at("spec", "limited", "limitResponse", "queuing", "queueLengthLimit");
  if (number.is_null()) out += "<none>";
  else append_int(number.as_int(), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Type", Show::kAlways, type_cell},
    {"NominalConcurrencyShares", Show::kAlways, nominal_concurrency_shares_cell},
    {"Queues", Show::kAlways, queues_cell},
    {"HandSize", Show::kAlways, hand_size_cell},
    {"QueueLengthLimit", Show::kAlways, queue_length_limit_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kPriorityLevelConfiguration = {
    .group = "flowcontrol.apiserver.k8s.io",
    .version = "v1",
    .kind = "PriorityLevelConfiguration",
    .resource = "prioritylevelconfigurations",
    .singular = "prioritylevelconfiguration",
    .scope = Scope::kCluster,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
