#include "api/kinds/event.h"

#include "api/columns.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ev"};

const Value& first_seen(const Value& event) {
  return event["firstTimestamp"].is_null() ? event["eventTime"] : event["firstTimestamp"];
}

void last_seen_cell(const Value& event, Time now, std::string& out) {
  if (event.contains("series")) append_age(event.at("series", "lastObservedTime"), now, out);
  else append_age(event["lastTimestamp"].is_null() ? first_seen(event) : event["lastTimestamp"], now, out);
}

void type_cell(const Value& event, Time, std::string& out) { out += event["type"].as_string(); }

void reason_cell(const Value& event, Time, std::string& out) { out += event["reason"].as_string(); }

void object_cell(const Value& event, Time, std::string& out) {
  const Value& object = event["involvedObject"];
  out += to_lower(object["kind"].as_string());
  if (!object["name"].as_string().empty()) out.append("/").append(object["name"].as_string());
}

void subobject_cell(const Value& event, Time, std::string& out) {
  out += event.at("involvedObject", "fieldPath").as_string();
}

// formatEventSource: the older fields first.
void source_cell(const Value& event, Time, std::string& out) {
  const auto either = [](const Value& older, const Value& newer) {
    return older.as_string().empty() ? newer.as_string() : older.as_string();
  };
  out += either(event.at("source", "component"), event["reportingComponent"]);
  const std::string_view host = either(event.at("source", "host"), event["reportingInstance"]);
  if (!host.empty()) out.append(", ").append(host);
}

void message_cell(const Value& event, Time, std::string& out) { out += trim_space(event["message"].as_string()); }

void first_seen_cell(const Value& event, Time now, std::string& out) { append_age(first_seen(event), now, out); }

void count_cell(const Value& event, Time, std::string& out) {
  if (event.contains("series")) append_int(event.at("series", "count").as_int(), out);
  else append_int(std::max<int64_t>(1, event["count"].as_int()), out);
}

void index_terms(const Value& event, std::vector<std::string>& terms) {
  const std::string_view uid = event.at("involvedObject", "uid").as_string();
  if (!uid.empty()) terms.push_back("about=" + std::string(uid));
}

constexpr Column kColumns[] = {
    {"Last Seen", Show::kAlways, last_seen_cell}, {"Type", Show::kAlways, type_cell},
    {"Reason", Show::kAlways, reason_cell},       {"Object", Show::kAlways, object_cell},
    {"Subobject", Show::kWide, subobject_cell},   {"Source", Show::kWide, source_cell},
    {"Message", Show::kAlways, message_cell},     {"First Seen", Show::kWide, first_seen_cell},
    {"Count", Show::kWide, count_cell},           {"Name", Show::kWide, name_cell},
};

}  // namespace

const Kind kEvent = {
    .group = "",
    .version = "v1",
    .kind = "Event",
    .resource = "events",
    .singular = "event",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .columns = kColumns,
    .index_terms = index_terms,
};

}  // namespace skiff
