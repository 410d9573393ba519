#include "cli/raw_lists.h"

#include <algorithm>
#include <charconv>

#include "api/conversion.h"
#include "api/custom_resources/custom_resource.h"
#include "api/field_errors.h"
#include "api/struct_order.h"
#include "apiserver/paging.h"
#include "base/go_bool.h"
#include "base/json.h"
#include "base/strings.h"
#include "kubelet/heartbeat.h"
#include "store/watching.h"

namespace skiff::cli {
namespace {

Error of_server(Reason reason, std::string message) {
  Error error = client_error(std::move(message));
  error.reason = reason;
  return error;
}

const std::string& parameter(const Query& query, const std::string& name) {
  static const std::string kNone;
  const auto found = query.find(name);
  return found == query.end() ? kNone : found->second;
}

// A number of the query as the Go function of that name reads it; 0 where there is none.
template <class Number>
Result<Number> parse_number(const Query& query, const std::string& name, const char* parser) {
  const std::string& text = parameter(query, name);
  Number number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, failed] = std::from_chars(text.data(), last, number);
  if (text.empty() || (failed == std::errc() && end == last)) return number;
  const bool is_long = failed == std::errc::result_out_of_range && end == last;
  return bad_request("strconv." + std::string(parser) + ": parsing " + go_quote(text) +
                     (is_long ? ": value out of range" : ": invalid syntax"));
}

Result<uint64_t> number_in(const Query& query, const std::string& name) {
  return parse_number<uint64_t>(query, name, "ParseUint");
}

// How many objects a page has; 0 and less for all of them.
Result<uint64_t> limit_in(const Query& query) {
  const auto limit = parse_number<int64_t>(query, "limit", "ParseInt");
  if (!limit) return limit.error();
  return *limit > 0 ? static_cast<uint64_t>(*limit) : uint64_t{0};
}

bool asks_to_watch(const Query& query) { return parse_bool(parameter(query, "watch")).value_or(false); }

// What a list or watch is of, and how its objects are to be seen.
struct Listed {
  const Kind& kind;
  const std::string& api_version;
  Session& session;

  std::string version() const { return api_version.empty() ? kind.api_version() : api_version; }
  Value seen(const Value& document) const {
    return api_version.empty() ? document : in_version(kind, document, api_version);
  }
  // As it is at this moment: nodes and their leases with their heartbeats.
  Value now(const Object& object) const { return seen(with_heartbeats(object, session.store(), session.now())); }
};

Value item_of(Value item) {
  item.erase("kind");
  item.erase("apiVersion");
  return item;
}

// Custom resources are maps to the server: all by name, each with its kind, and never without `continue`.
std::string custom_list(const Listed& of, const ListPage& page) {
  Value list = list_document(of.kind, {}, page.resource_version);
  list["apiVersion"] = of.version();
  list["metadata"]["continue"] = page.continue_token;
  for (const ObjectRef& object : page.items) list["items"].push_back(of.now(*object));
  return to_json(list, Escape::kGo) + "\n";
}

std::string typed_list(const Listed& of, const ListPage& page, const ListOptions& options) {
  std::string out = R"({"kind":")" + std::string(of.kind.kind) + R"(List","apiVersion":")" + of.version() +
                    R"(","metadata":{"resourceVersion":")" + std::to_string(page.resource_version) + '"';
  if (!page.continue_token.empty()) {
    out += R"(,"continue":)" + to_json(Value(page.continue_token));
    // With a selector nobody knows how many of the rest match.
    if (options.label_selector.empty() && options.field_selector.empty())
      out += R"(,"remainingItemCount":)" + std::to_string(page.remaining);
  }
  out += R"(},"items":[)";
  for (size_t i = 0; i < page.items.size(); ++i) {
    const Value document = of.now(*page.items[i]);
    out += (i > 0 ? "," : "") + to_json(item_of(document), StructOrder::of_object(document));
  }
  return out + "]}\n";
}

std::string bad_version(const Query& query, const Error& why) {
  return "resourceVersion: Invalid value: " + go_quote(parameter(query, "resourceVersion")) + ": " + why.message;
}

// A metav1.WatchEvent in a line of its own.
std::string event_line(std::string_view type, const Value& object) {
  return R"({"type":")" + std::string(type) + R"(","object":)" + to_json(object, StructOrder::of_object(object)) +
         "}\n";
}

Result<std::string> watch(Session& session, const Listed& of, const ListOptions& options, const Query& query) {
  std::string out;
  const auto since = number_in(query, "resourceVersion");
  // Not a status of the server's own making: it goes without a reason.
  if (!since) return of_server(Reason::kUnknown, bad_version(query, since.error()));
  if (*since > 0) {
    const WatchScope scope{options.ns, options.label_selector, options.field_selector};
    auto watched = watch_since(session.history(), of.kind, scope, *since,
                               [&](const WatchEvent& event) { out += event_line(event.type, of.seen(event.object)); });
    if (!watched) return watched.error();
    return out;
  }
  auto listed = session.api().list(of.kind, options);
  if (!listed) return listed.error();
  for (const ObjectRef& object : *listed) out += event_line("ADDED", of.now(*object));
  return out;
}

// Upstream: apimachinery's meta/internalversion/validation, ValidateListOptions.
FieldErrors match_errors(const Query& query) {
  const FieldPath path("resourceVersionMatch");
  const std::string& match = parameter(query, "resourceVersionMatch");
  FieldErrors errors;
  if (match.empty()) return errors;
  if (parameter(query, "resourceVersion").empty())
    errors.forbidden(path, "resourceVersionMatch is forbidden unless resourceVersion is provided");
  if (!parameter(query, "continue").empty())
    errors.forbidden(path, "resourceVersionMatch is forbidden when continue is provided");
  if (match != "Exact" && match != "NotOlderThan") errors.not_supported(path, match, {"Exact", "NotOlderThan", ""});
  if (match == "Exact" && parameter(query, "resourceVersion") == "0")
    errors.forbidden(path, R"(resourceVersionMatch "exact" is forbidden for resourceVersion "0")");
  return errors;
}

// Versions of the past are compacted at once: only the newest can be listed exactly. Upstream: apiserver's
// storage.ValidateListOptions.
Result<void> check_version(Session& session, const Query& query) {
  if (FieldErrors errors = match_errors(query); !errors.empty())
    return invalid("ListOptions", "meta.k8s.io", "", errors.take());
  const std::string& version = parameter(query, "resourceVersion");
  if (version.empty() || version == "0") return {};
  if (!parameter(query, "continue").empty())
    return bad_request("specifying resource version is not allowed when using continue");
  const auto wanted = number_in(query, "resourceVersion");
  if (!wanted) return bad_request("invalid resource version: " + bad_version(query, wanted.error()));
  if (auto known = check_resource_version(session, query); !known) return known.error();
  const std::string& match = parameter(query, "resourceVersionMatch");
  const bool exact = match == "Exact" || (match.empty() && !parameter(query, "limit").empty());
  if (exact && *wanted < session.store().resource_version())
    return of_server(Reason::kExpired, "The resourceVersion for the provided list is too old.");
  return {};
}

}  // namespace

std::string server_json(const Value& document) { return to_json(document, StructOrder::of_object(document)) + "\n"; }

Value list_document(const Kind& kind, const std::vector<ObjectRef>& objects, uint64_t resource_version) {
  Value list{{"apiVersion", kind.api_version()},
             {"items", Value::array()},
             {"kind", std::string(kind.kind) + "List"},
             {"metadata", Value{{"resourceVersion", std::to_string(resource_version)}}}};
  for (const ObjectRef& object : objects) list["items"].push_back(item_of(object->document()));
  return list;
}

ListOptions list_options(const std::string& ns, const Query& query) {
  return {ns, parameter(query, "labelSelector"), parameter(query, "fieldSelector")};
}

Result<void> check_resource_version(Session& session, const Query& query) {
  const auto wanted = number_in(query, "resourceVersion");
  const uint64_t now = session.store().resource_version();
  if (!wanted || *wanted <= now) return {};
  return of_server(Reason::kTimeout, "Timeout: Too large resource version: " + std::to_string(*wanted) +
                                         ", current: " + std::to_string(now));
}

Result<std::string> raw_list(Session& session, const Kind& kind, const std::string& ns, const Query& query,
                             const std::string& api_version) {
  const ListOptions options = list_options(ns, query);
  const Listed listed{kind, api_version, session};
  if (asks_to_watch(query)) return watch(session, listed, options, query);
  const auto limit = limit_in(query);
  if (!limit) return limit.error();
  if (auto fine = check_version(session, query); !fine) return fine.error();
  auto page = list_page(session.api(), kind, options, *limit, parameter(query, "continue"));
  if (!page) return page.error();
  return custom_resource(kind) != nullptr ? custom_list(listed, *page) : typed_list(listed, *page, options);
}

}  // namespace skiff::cli
