#include "cli/raw_request.h"

#include <optional>
#include <utility>

#include "api/conversion.h"
#include "api/decode.h"
#include "api/field_errors.h"
#include "api/kind_table.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/raw_body.h"
#include "cli/raw_discovery.h"
#include "cli/raw_lists.h"
#include "cli/subresources.h"
#include "cli/versions.h"
#include "kubelet/heartbeat.h"

namespace skiff::cli {
namespace {

constexpr int64_t kCreated = 201;  // of HTTP

struct RawPath {
  const Kind* kind = nullptr;
  std::string ns;
  std::string name;
  std::string subresource;
  std::string api_version;  // if it is not the stored one
};

Error server_error(Reason reason, std::string message) {
  Error error = client_error(std::move(message));
  error.reason = reason;
  return error;
}
Error no_such_path() { return server_error(Reason::kNotFound, "the server could not find the requested resource"); }
Error not_allowed() {
  return server_error(Reason::kMethodNotAllowed, "the server does not allow this method on the requested resource");
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

Query query_of(std::string_view text) {
  Query out;
  for (std::string_view pair : split(text, '&')) {
    const size_t equals = pair.find('=');
    if (equals != std::string_view::npos) out[unescaped(pair.substr(0, equals))] = unescaped(pair.substr(equals + 1));
  }
  return out;
}

// The parts behind the version: [namespaces/NS/]RESOURCE[/NAME[/SUBRESOURCE]].
Result<RawPath> parse_resource(std::vector<std::string_view> parts, std::string_view group, std::string_view version) {
  RawPath out;
  if (parts.size() > 2 && parts[0] == "namespaces" && find_resource(parts[2], group) != nullptr) {
    out.ns = parts[1];
    parts.erase(parts.begin(), parts.begin() + 2);
  }
  if (parts.empty() || parts.size() > 3) return no_such_path();
  out.kind = find_resource(parts[0], group);
  if (out.kind == nullptr || out.kind->version != version) {
    const std::string typed = std::string(parts[0]) + "." + std::string(version) + "." + std::string(group);
    out.kind = group.empty() ? nullptr : find_resource(typed);
    if (out.kind == nullptr) return no_such_path();
    out.api_version = asked_api_version(*out.kind, typed);
  }
  if (parts.size() > 1) out.name = parts[1];
  if (parts.size() > 2) out.subresource = parts[2];
  if (!out.ns.empty() && !out.kind->namespaced()) return no_such_path();
  return out;
}

// Paths of the server itself; nullopt for those of resources.
std::optional<std::string> server_page(std::string_view path, const std::vector<std::string_view>& parts) {
  for (std::string_view probe : {"/healthz", "/livez", "/readyz"})
    if (path == probe) return "ok";
  if (path == "/version") return to_pretty_json(build_information(kServerVersion), 2);
  return discovery_page(parts);
}

Result<std::string> get_one(Session& session, const RawPath& path, const Query& query) {
  if (auto known = check_resource_version(session, query); !known) return known.error();
  if (!path.subresource.empty()) {
    auto part = get_subresource(session.api(), *path.kind, {path.ns, path.name}, path.subresource);
    if (!part) return part.error();
    return server_json(*part);
  }
  auto object = session.api().get(*path.kind, {path.ns, path.name});
  if (!object) return object.error();
  const Value seen = with_heartbeats(**object, session.store(), session.now());
  return server_json(path.api_version.empty() ? seen : in_version(*path.kind, seen, path.api_version));
}

// The options of a write, in the query. ValidateCreateOptions, ValidateUpdateOptions.
Result<WriteOptions> write_options(Method method, const Query& query) {
  const auto value = [&](const char* name) {
    const auto found = query.find(name);
    return found != query.end() ? found->second : std::string();
  };
  // Who writes is told by the name of the program.
  WriteOptions how{.field_manager = "kubectl", .field_validation = FieldValidation::kWarn};
  FieldErrors errors;
  if (const std::string dry_run = value("dryRun"); dry_run == "All") how.dry_run = DryRun::kYes;
  else if (!dry_run.empty()) errors.not_supported(FieldPath("dryRun"), Value(dry_run), {"All"});
  if (const std::string manager = value("fieldManager"); !manager.empty()) how.field_manager = manager;
  const std::string validation = value("fieldValidation");
  if (validation == "Ignore") how.field_validation = FieldValidation::kIgnore;
  else if (validation == "Strict") how.field_validation = FieldValidation::kStrict;
  else if (!validation.empty() && validation != "Warn")
    errors.not_supported(FieldPath("fieldValidation"), Value(validation), {"", "Ignore", "Strict", "Warn"});
  if (errors.empty()) return how;
  return invalid(method == Method::kPost ? "CreateOptions" : "UpdateOptions", "meta.k8s.io", "", errors.take());
}

Result<RawAnswer> write_one(Session& session, Method method, const RawPath& path, const std::string& text,
                            const Query& query) {
  auto how = write_options(method, query);
  if (!how) return how.error();
  const Kind& kind = path.subresource.empty() ? *path.kind : kind_of_subresource(*path.kind, path.subresource);
  auto body = read_raw_body(kind, path.api_version.empty() ? kind.api_version() : path.api_version, text,
                            how->field_validation);
  if (!body) return body.error();
  RawAnswer answer{{}, std::move(body->warnings)};
  const ObjectKey key{path.ns, path.name};
  if (!path.subresource.empty()) {
    auto part = replace_subresource(session.api(), *path.kind, key, path.subresource, body->document, *how);
    if (!part) return part.error();
    answer.text = server_json(*part);
    return answer;
  }
  auto written = method == Method::kPost ? session.api().create(*path.kind, path.ns, std::move(body->document), *how)
                                         : session.api().update(*path.kind, key, std::move(body->document), *how);
  if (!written) return written.error();
  const Value& stored = (*written)->document();
  answer.text = server_json(path.api_version.empty() ? stored : in_version(*path.kind, stored, path.api_version));
  return answer;
}

Value success() {
  return {{"apiVersion", "v1"}, {"kind", "Status"}, {"metadata", Value::object()}, {"status", "Success"}};
}

std::optional<Propagation> propagation_of(std::string_view policy) {
  if (policy == "Orphan") return Propagation::kOrphan;
  if (policy == "Foreground") return Propagation::kForeground;
  if (policy == "Background") return Propagation::kBackground;
  return std::nullopt;
}

// What a DeleteOptions document says. ValidateDeleteOptions.
Result<DeleteOptions> delete_options(const Value& document) {
  DeleteOptions how;
  if (document.contains("gracePeriodSeconds")) how.grace_seconds = document["gracePeriodSeconds"].as_int();
  if (!document["dryRun"].empty()) how.dry_run = DryRun::kYes;
  how.uid_precondition = document["preconditions"]["uid"].str();
  how.resource_version_precondition = document["preconditions"]["resourceVersion"].str();
  if (document.contains("orphanDependents"))
    how.propagation = document["orphanDependents"].as_bool() ? Propagation::kOrphan : Propagation::kBackground;
  if (const std::string_view policy = document["propagationPolicy"].as_string(); !policy.empty()) {
    how.propagation = propagation_of(policy);
    FieldErrors errors;
    if (!how.propagation)
      errors.not_supported(FieldPath("propagationPolicy"), document["propagationPolicy"],
                           {"Foreground", "Background", "Orphan", "nil"});
    if (!errors.empty()) return invalid("DeleteOptions", "meta.k8s.io", "", errors.take());
  }
  return how;
}

// A DELETE's options are in its body; without one, in the query.
Result<DeleteOptions> delete_options(const std::string& body, const Query& query) {
  if (!body.empty()) {
    auto document = decode_json(body);
    if (document) return delete_options(*document);
    return server_error(Reason::kUnknown, "couldn't get version/kind; json parse error: " + document.error().message);
  }
  Value document = Value::object();
  for (const char* name : {"propagationPolicy", "dryRun"})
    if (const auto found = query.find(name); found != query.end()) document[name] = found->second;
  if (const auto found = query.find("gracePeriodSeconds"); found != query.end())
    document["gracePeriodSeconds"] = static_cast<int64_t>(std::atoll(found->second.c_str()));
  return delete_options(document);
}

// POST pods/NAME/eviction, with the options of the deletion in the body.
Result<std::string> evict(Session& session, const RawPath& path, const std::string& body) {
  if (path.kind != &kPod || path.subresource != "eviction")
    return path.subresource.empty() ? not_allowed() : no_such_path();
  auto document = read_raw_json("Eviction", body);
  if (!document) return document.error();
  auto how = delete_options(document->value["deleteOptions"]);
  if (!how) return how.error();
  if (auto done = session.api().evict({path.ns, path.name}, *how); !done) return done.error();
  Value status = success();
  status["code"] = kCreated;
  return server_json(status);
}

// DELETE of a collection: all that the query selects; the answer lists them. Namespaces go one by one only.
Result<std::string> delete_all(Session& session, const RawPath& path, const std::string& body, const Query& query) {
  if (!path.kind->allows("deletecollection")) return not_allowed();
  auto how = delete_options(body, query);
  if (!how) return how.error();
  auto listed = session.api().list(*path.kind, list_options(path.ns, query));
  if (!listed) return listed.error();
  auto answer = raw_list(session, *path.kind, path.ns, query, path.api_version);
  for (const ObjectRef& object : *listed)
    if (auto gone = session.api().remove(*path.kind, object->key(), *how); !gone) return gone.error();
  return answer;
}

Result<std::string> delete_one(Session& session, const RawPath& path, const std::string& body, const Query& query) {
  auto how = delete_options(body, query);
  if (!how) return how.error();
  auto live = session.api().get(*path.kind, {path.ns, path.name});
  if (!live) return live.error();
  const std::string uid((*live)->uid());
  auto left = session.api().remove(*path.kind, {path.ns, path.name}, *how);
  if (!left) return left.error();
  if (*left) return server_json((*left)->document());
  Value details{{"kind", path.kind->resource}, {"name", path.name}, {"uid", uid}};
  if (!path.kind->group.empty()) details["group"] = path.kind->group;
  Value status = success();
  status["details"] = std::move(details);
  return server_json(status);
}

// All but plain writes.
Result<std::string> answer_to(Session& session, Method method, const RawPath& path, const std::string& body,
                              const Query& query) {
  const bool named = !path.name.empty();
  switch (method) {
    case Method::kGet:
      return named ? get_one(session, path, query) : raw_list(session, *path.kind, path.ns, query, path.api_version);
    case Method::kPost:
      return evict(session, path, body);
    case Method::kPut:
      return not_allowed();
    case Method::kDelete:
      return named ? delete_one(session, path, body, query) : delete_all(session, path, body, query);
  }
  return not_allowed();
}

}  // namespace

Result<void> check_raw_path(const std::string& path) {
  if (path.starts_with('/') || path.find("://") != std::string::npos) return {};
  return client_error("--raw must be a valid URL path: parse " + go_quote(path) + ": invalid URI for request");
}

Result<RawAnswer> raw_request(Session& session, Method method, std::string_view path, const std::string& body) {
  const size_t mark = path.find('?');
  const auto query = query_of(mark == std::string_view::npos ? std::string_view() : path.substr(mark + 1));
  path = path.substr(0, mark);
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  std::vector<std::string_view> parts;
  for (std::string_view part : split(path, '/'))
    if (!part.empty()) parts.push_back(part);
  if (method == Method::kGet)
    if (auto page = server_page(path, parts)) return RawAnswer{*page, {}};
  const bool core = parts.size() > 2 && parts[0] == "api";
  const bool grouped = parts.size() > 3 && parts[0] == "apis";
  if (!core && !grouped) return no_such_path();
  const size_t used = core ? 2 : 3;
  auto resource = parse_resource({parts.begin() + static_cast<std::ptrdiff_t>(used), parts.end()},
                                 core ? std::string_view() : parts[1], parts[used - 1]);
  if (!resource) return resource.error();
  const bool named = !resource->name.empty();
  const bool writes = method == (named ? Method::kPut : Method::kPost);
  if (writes) return write_one(session, method, *resource, body, query);
  auto text = answer_to(session, method, *resource, body, query);
  if (!text) return text.error();
  return RawAnswer{*std::move(text), {}};
}

}  // namespace skiff::cli
