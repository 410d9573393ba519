#include "cli/raw_lists.h"

#include <algorithm>
#include <charconv>

#include "api/custom_resources/custom_resource.h"
#include "api/struct_order.h"
#include "apiserver/paging.h"
#include "base/json.h"
#include "store/watching.h"

namespace skiff::cli {
namespace {

const std::string& parameter(const Query& query, const std::string& name) {
  static const std::string kNone;
  const auto found = query.find(name);
  return found == query.end() ? kNone : found->second;
}

uint64_t number_in(const Query& query, const std::string& name) {
  const std::string& text = parameter(query, name);
  uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool asks_to_watch(const Query& query) {
  constexpr std::string_view kTrue[] = {"1", "t", "T", "true", "TRUE", "True"};  // strconv.ParseBool
  return std::find(std::begin(kTrue), std::end(kTrue), parameter(query, "watch")) != std::end(kTrue);
}

Value item_of(const ObjectRef& object) {
  Value item = object->document();
  item.erase("kind");
  item.erase("apiVersion");
  return item;
}

// Custom resources are maps to the server: all by name, each with its kind, and never without `continue`.
std::string custom_list(const Kind& kind, const ListPage& page) {
  Value list = list_document(kind, {}, page.resource_version);
  list["metadata"]["continue"] = page.continue_token;
  for (const ObjectRef& object : page.items) list["items"].push_back(object->document());
  return to_json(list, Escape::kGo) + "\n";
}

std::string typed_list(const Kind& kind, const ListPage& page, const ListOptions& options) {
  std::string out = R"({"kind":")" + std::string(kind.kind) + R"(List","apiVersion":")" + kind.api_version() +
                    R"(","metadata":{"resourceVersion":")" + std::to_string(page.resource_version) + '"';
  if (!page.continue_token.empty()) {
    out += R"(,"continue":)" + to_json(Value(page.continue_token));
    // With a selector nobody knows how many of the rest match.
    if (options.label_selector.empty() && options.field_selector.empty())
      out += R"(,"remainingItemCount":)" + std::to_string(page.remaining);
  }
  out += R"(},"items":[)";
  for (size_t i = 0; i < page.items.size(); ++i)
    out += (i > 0 ? "," : "") + to_json(item_of(page.items[i]), StructOrder::of_object(page.items[i]->document()));
  return out + "]}\n";
}

// A metav1.WatchEvent in a line of its own.
std::string event_line(std::string_view type, const Value& object) {
  return R"({"type":")" + std::string(type) + R"(","object":)" + to_json(object, StructOrder::of_object(object)) +
         "}\n";
}

Result<std::string> watch(Session& session, const Kind& kind, const ListOptions& options, uint64_t since) {
  std::string out;
  if (since > 0) {
    const WatchScope scope{options.ns, options.label_selector, options.field_selector};
    auto watched = watch_since(session.history(), kind, scope, since,
                               [&](const WatchEvent& event) { out += event_line(event.type, event.object); });
    if (!watched) return watched.error();
    return out;
  }
  auto listed = session.api().list(kind, options);
  if (!listed) return listed.error();
  for (const ObjectRef& object : *listed) out += event_line("ADDED", object->document());
  return out;
}

}  // namespace

std::string server_json(const Value& document) { return to_json(document, StructOrder::of_object(document)) + "\n"; }

Value list_document(const Kind& kind, const std::vector<ObjectRef>& objects, uint64_t resource_version) {
  Value list{{"apiVersion", kind.api_version()},
             {"items", Value::array()},
             {"kind", std::string(kind.kind) + "List"},
             {"metadata", Value{{"resourceVersion", std::to_string(resource_version)}}}};
  for (const ObjectRef& object : objects) list["items"].push_back(item_of(object));
  return list;
}

ListOptions list_options(const std::string& ns, const Query& query) {
  return {ns, parameter(query, "labelSelector"), parameter(query, "fieldSelector")};
}

Result<std::string> raw_list(Session& session, const Kind& kind, const std::string& ns, const Query& query) {
  const ListOptions options = list_options(ns, query);
  if (asks_to_watch(query)) return watch(session, kind, options, number_in(query, "resourceVersion"));
  auto page = list_page(session.api(), kind, options, number_in(query, "limit"), parameter(query, "continue"));
  if (!page) return page.error();
  return custom_resource(kind) != nullptr ? custom_list(kind, *page) : typed_list(kind, *page, options);
}

}  // namespace skiff::cli
