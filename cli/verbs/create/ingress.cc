// kubectl create ingress. Mirrors create_ingress.go.
#include <fmt/format.h>

#include <map>

#include "api/kinds/ingress.h"
#include "base/strings.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreateIngressOptions {
  GeneratorOptions generator;
  std::string ingress_class;
  std::string default_backend;
  std::vector<std::string> rules;
  std::vector<std::string> annotations;
};

namespace {

// host/path*=service:port,tls=secret
struct IngressRule {
  std::string host;
  std::string path;
  std::string service;
  std::string port;
  bool tls = false;
  std::string secret;
};

bool all_of(std::string_view text, std::string_view beyond_letters) {
  for (const char c : text) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!word && beyond_letters.find(c) == std::string_view::npos) return false;
  }
  return true;
}

// "service:port"; empty parts are no backend.
std::optional<std::pair<std::string, std::string>> split_backend(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) return std::nullopt;
  if (!all_of(parts[0], "-.") || !all_of(parts[1], "-.")) return std::nullopt;
  return std::make_pair(std::string(parts[0]), std::string(parts[1]));
}

// Upstream: the regular expression of ruleRegex.
std::optional<IngressRule> parse_rule(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos) return std::nullopt;
  const std::string where = text.substr(0, equals);
  std::string what = text.substr(equals + 1);
  const size_t slash = where.find('/');
  if (slash == std::string::npos) return std::nullopt;
  IngressRule rule;
  rule.host = where.substr(0, slash);
  rule.path = where.substr(slash);
  if (!all_of(rule.host, "-.*")) return std::nullopt;
  if (const size_t comma = what.find(','); comma != std::string::npos) {
    const std::string tls = what.substr(comma + 1);
    if (tls != "tls" && tls.rfind("tls=", 0) != 0) return std::nullopt;
    rule.tls = true;
    if (tls.size() > 4) rule.secret = tls.substr(4);
    if (!all_of(rule.secret, "-.")) return std::nullopt;
    what.resize(comma);
  }
  const auto backend = split_backend(what);
  if (!backend) return std::nullopt;
  rule.service = backend->first;
  rule.port = backend->second;
  return rule;
}

Value backend_value(const std::string& service, const std::string& port) {
  const bool number = !port.empty() && port.size() < 6 && port.find_first_not_of("0123456789") == std::string::npos;
  const Value port_value = number ? Value{{"number", std::stoll(port)}} : Value{{"name", port}};
  return Value{{"service", Value{{"name", service}, {"port", port_value}}}};
}

Value path_value(const IngressRule& rule) {
  std::string path = rule.path;
  const bool prefix = path.back() == '*';
  if (prefix) path.pop_back();
  return Value{
      {"backend", backend_value(rule.service, rule.port)}, {"path", path}, {"pathType", prefix ? "Prefix" : "Exact"}};
}

// Rules of one host belong together, hosts in the order met.
Value rules_value(const std::vector<IngressRule>& rules) {
  Value out = Value::array();
  std::map<std::string, size_t> seat;
  for (const IngressRule& rule : rules) {
    auto [at, fresh] = seat.emplace(rule.host, out.size());
    if (fresh) {
      Value entry{{"http", Value{{"paths", Value::array()}}}};
      if (!rule.host.empty()) entry["host"] = rule.host;
      out.push_back(entry);
    }
    out.edit_at(at->second)["http"]["paths"].push_back(path_value(rule));
  }
  return out;
}

// One entry for each secret, with all hosts that it serves.
Value tls_value(const std::vector<IngressRule>& rules) {
  Value out = Value::array();
  std::map<std::string, size_t> seat;
  for (const IngressRule& rule : rules) {
    if (!rule.tls) continue;
    auto [at, fresh] = seat.emplace(rule.secret, out.size());
    if (fresh) out.push_back(rule.secret.empty() ? Value::object() : Value{{"secretName", rule.secret}});
    if (!rule.host.empty()) out.edit_at(at->second)["hosts"].push_back(rule.host);
  }
  return out;
}

Outcome create_ingress(const CreateIngressOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  if (options.default_backend.empty() && options.rules.empty())
    return client_error(
        "not enough information provided: every ingress has to either specify a default-backend (which catches all "
        "traffic) or a list of rules (which catch specific paths)");
  std::vector<IngressRule> rules;
  for (const std::string& text : options.rules) {
    auto rule = parse_rule(text);
    if (!rule)
      return client_error(
          fmt::format("rule {} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]", text));
    rules.push_back(std::move(*rule));
  }
  Value document{{"metadata", Value{{"name", *name}}},
                 {"spec", Value::object()},
                 {"status", Value{{"loadBalancer", Value::object()}}}};
  for (const std::string& text : options.annotations) {
    const auto pair = split_literal(text);
    if (!pair) return client_error(fmt::format("annotation {} is invalid and should be in format key=[value]", text));
    document["metadata"]["annotations"][pair->first] = pair->second;
  }
  Value& spec = document["spec"];
  if (!options.default_backend.empty()) {
    const auto backend = split_backend(options.default_backend);
    if (!backend) return client_error("default-backend should be in format servicename:serviceport");
    spec["defaultBackend"] = backend_value(backend->first, backend->second);
  }
  if (!options.ingress_class.empty()) spec["ingressClassName"] = options.ingress_class;
  if (!rules.empty()) spec["rules"] = rules_value(rules);
  if (const Value tls = tls_value(rules); !tls.empty()) spec["tls"] = tls;
  return create_generated(options.generator, call, kIngress, document, "failed to create ingress: ");
}

}  // namespace

void add_create_ingress(Command& command) {
  auto options = std::make_shared<CreateIngressOptions>();
  declare_generator_flags(command.flags, options->generator);
  command.flags.text(options->ingress_class, "class", "The ingress class that shall serve it");
  command.flags.text(options->default_backend, "default-backend", "SERVICE:PORT for what no rule catches");
  command.flags.list(options->rules, "rule", Split::kNever,
                     "HOST/PATH=SERVICE:PORT[,tls[=SECRET]], path* for all below");
  command.flags.list(options->annotations, "annotation", Split::kNever, "KEY=VALUE");
  runs(command, options, create_ingress);
}

}  // namespace skiff::cli
