#include "api/kinds/endpoints.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ep"};
constexpr size_t kShown = 3;

std::string host_port(std::string_view ip, const Value& port) {
  std::string text(ip);
  if (ip.find(':') != std::string_view::npos) text = "[" + text + "]";
  text += ':';
  append_int(port["port"].as_int(), text);
  return text;
}

// formatEndpoints: addresses that are not ready are not shown.
void endpoints_cell(const Value& endpoints, Time, std::string& out) {
  if (endpoints["subsets"].empty()) {
    out += "<none>";
    return;
  }
  size_t count = 0;
  const auto add = [&](const std::string& text) {
    if (++count > kShown) return;
    if (count > 1) out += ',';
    out += text;
  };
  for (const Value& subset : endpoints["subsets"].elements()) {
    const Elements& addresses = subset["addresses"].elements();
    if (subset["ports"].empty())
      for (const Value& address : addresses) add(address["ip"].str());
    for (const Value& port : subset["ports"].elements())
      for (const Value& address : addresses) add(host_port(address["ip"].as_string(), port));
  }
  if (count <= kShown) return;
  out += " + ";
  append_int(static_cast<int64_t>(count - kShown), out);
  out += " more...";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Endpoints", Show::kAlways, endpoints_cell},
    {"Age", Show::kAlways, age_cell},
};

// SetDefaults_Endpoints.
void set_defaults(Value& endpoints) {
  if (std::as_const(endpoints)["subsets"].empty()) return;
  for (Value& subset : endpoints["subsets"].edit_elements()) {
    if (std::as_const(subset)["ports"].empty()) continue;
    for (Value& port : subset["ports"].edit_elements())
      if (std::as_const(port)["protocol"].as_string().empty()) port.set("protocol", "TCP");
  }
}

}  // namespace

const Kind kEndpoints = {
    .group = "",
    .version = "v1",
    .kind = "Endpoints",
    .resource = "endpoints",
    .singular = "endpoints",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .set_defaults = set_defaults,
    .columns = kColumns,
};

}  // namespace skiff
