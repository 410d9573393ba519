#include "api/kinds/endpointslice.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr size_t kShown = 3;

// The first three of what is listed, and how many more there are.
class ShortList {
 public:
  explicit ShortList(std::string& out) : out_(out) {}
  void add(std::string_view text) {
    if (++count_ > kShown) return;
    if (count_ > 1) out_ += ',';
    out_ += text;
  }
  void finish() {
    if (count_ == 0) out_ += "<unset>";
    if (count_ <= kShown) return;
    out_ += " + ";
    append_int(static_cast<int64_t>(count_ - kShown), out_);
    out_ += " more...";
  }

 private:
  std::string& out_;
  size_t count_ = 0;
};

void address_type_cell(const Value& slice, Time, std::string& out) { out += slice["addressType"].as_string(); }

void ports_cell(const Value& slice, Time, std::string& out) {
  ShortList list(out);
  for (const Value& port : slice["ports"].elements()) {
    std::string text = "*";
    if (port["port"].is_int()) append_int(port["port"].as_int(), text = std::string());
    else if (port["name"].is_string()) text = port["name"].str();
    list.add(text);
  }
  list.finish();
}

void endpoints_cell(const Value& slice, Time, std::string& out) {
  ShortList list(out);
  for (const Value& endpoint : slice["endpoints"].elements())
    for (const Value& address : endpoint["addresses"].elements()) list.add(address.as_string());
  list.finish();
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},   {"AddressType", Show::kAlways, address_type_cell},
    {"Ports", Show::kAlways, ports_cell}, {"Endpoints", Show::kAlways, endpoints_cell},
    {"Age", Show::kAlways, age_cell},
};

// SetDefaults_EndpointPort.
void set_defaults(Value& slice) {
  if (std::as_const(slice)["ports"].empty()) return;
  for (Value& port : slice["ports"].edit_elements()) {
    if (std::as_const(port)["name"].is_null()) port.set("name", "");
    if (std::as_const(port)["protocol"].is_null()) port.set("protocol", "TCP");
  }
}

}  // namespace

const Kind kEndpointSlice = {
    .group = "discovery.k8s.io",
    .version = "v1",
    .kind = "EndpointSlice",
    .resource = "endpointslices",
    .singular = "endpointslice",
    .scope = Scope::kNamespaced,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .columns = kColumns,
};

}  // namespace skiff
