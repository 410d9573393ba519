#include "cli/describers/endpoints.h"

#include "api/kinds/endpointslice.h"

namespace skiff::cli {
namespace {

constexpr size_t kEndpointsShown = 3;

// Counts all that are ready, keeps the first few.
class Shown {
 public:
  void add_all(const Value& endpoints, const Value& port) {
    for (const Value& endpoint : endpoints.elements()) {
      // Asked of every endpoint, ready or not, so that three ready ones and an unready one read "+ 0 more...".
      if (shown_ == kEndpointsShown) more_ = true;
      if (!endpoint.at("conditions", "ready").as_bool(true)) continue;
      ++count_;
      if (more_) continue;
      if (shown_++ > 0) text_ += ",";
      text_ += host_port(endpoint["addresses"][0].str(), port);
    }
  }
  std::string text() const {
    return more_ ? text_ + " + " + std::to_string(count_ - kEndpointsShown) + " more..." : text_;
  }

 private:
  static std::string host_port(const std::string& address, const Value& port) {
    if (port.is_null()) return address;
    const bool is_v6 = address.find(':') != std::string::npos;
    return (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port.as_int());
  }

  std::string text_;
  size_t shown_ = 0;
  size_t count_ = 0;
  bool more_ = false;
};

}  // namespace

std::vector<ObjectRef> slices_of(const std::string& ns, const std::string& name, const DescribeContext& context) {
  ListOptions options;
  options.ns = ns;
  options.label_selector = "kubernetes.io/service-name=" + name;
  auto found = context.api.list(kEndpointSlice, options);
  return found ? std::move(*found) : std::vector<ObjectRef>();
}

std::string endpoints_text(const std::vector<ObjectRef>& slices, std::string_view port_name) {
  if (slices.empty()) return "<none>";
  Shown shown;
  for (const ObjectRef& slice : slices) {
    const Value& ports = slice->document()["ports"];
    if (ports.empty()) shown.add_all(slice->document()["endpoints"], Value());  // a headless service without ports
    for (const Value& port : ports.elements())
      if (port["name"].as_string() == port_name) shown.add_all(slice->document()["endpoints"], port["port"]);
  }
  return shown.text();
}

}  // namespace skiff::cli
