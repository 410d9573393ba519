// kubectl events: events by time, newest last. Mirrors pkg/cmd/events.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "api/canonical.h"
#include "api/kind_table.h"
#include "api/kinds/event.h"
#include "base/strings.h"
#include "cli/command.h"
#include "cli/describers/metadata.h"
#include "cli/go_sort.h"
#include "cli/printers/tabwriter.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/terminal_text.h"
#include "cli/watching.h"

namespace skiff::cli {

struct EventsOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string about;
  std::vector<std::string> types;
  int64_t chunk_size = 500;
  bool watch = false;
  bool no_headers = false;
};

namespace {

std::optional<Time> time_of(const Value& event, std::string_view field) {
  const std::string_view text = event[field].as_string();
  return text.empty() ? std::nullopt : parse_rfc3339(text);
}

Time last_seen(const Value& event) {
  if (event["series"].is_object()) return time_of(event["series"], "lastObservedTime").value_or(Time{});
  if (auto last = time_of(event, "lastTimestamp")) return *last;
  if (auto once = time_of(event, "eventTime")) return *once;
  return Time{};
}

std::string row(const Value& event, Time now, bool with_namespace) {
  const Value& about = event["involvedObject"];
  std::string line = with_namespace ? event["metadata"]["namespace"].str() + "\t" : std::string();
  return line + fmt::format("{}\t{}\t{}\t{}/{}\t{}\n", event_age(event, now), event["type"].as_string(),
                            event["reason"].as_string(), about["kind"].as_string(), about["name"].as_string(),
                            trim_space(event["message"].as_string()));
}

// What --for names. Upstream: decodeResourceTypeName.
struct About {
  const Kind* kind;
  std::string name;  // without one every event is shown
};

// The mapper's own words, which come without `error: `. Upstream: NoResourceMatchError in checkErr.
std::string no_such_resource(std::string_view typed) {
  const size_t dot = typed.find('.');
  std::string text = "the server doesn't have a resource type " + go_quote(typed.substr(0, dot));
  if (dot != std::string_view::npos) text += " in group " + go_quote(typed.substr(dot + 1));
  return text;
}

Result<About> parse_about(const std::string& text) {
  const size_t slash = text.find('/');
  if (slash == std::string::npos) return client_error("--for must be in resource/name form");
  if (text.find('/', slash + 1) != std::string::npos)
    return client_error("arguments in resource/name form may not have more than one slash");
  const std::string typed = to_lower(text.substr(0, slash));
  if (typed.empty()) return client_error("a resource must be present, got: /, Resource=");
  return About{find_resource(typed), text.substr(slash + 1)};
}

// Is there what --for names?
Outcome check_about(const EventsOptions& options) {
  if (options.about.empty()) return {};
  auto about = parse_about(options.about);
  if (!about) return about.error();
  if (about->kind == nullptr)
    return Outcome::nested(
        {client_error(no_such_resource(to_lower(options.about.substr(0, options.about.find('/')))))});
  return {};
}

Result<std::vector<ObjectRef>> select_events(const EventsOptions& options, Session& session) {
  ListOptions which{options.resources.all_namespaces ? "" : session.ns(), "", ""};
  if (!options.about.empty()) {
    auto about = parse_about(options.about);
    if (!about) return about.error();
    if (!about->name.empty())
      which.field_selector = fmt::format("involvedObject.kind={},involvedObject.apiVersion={},involvedObject.name={}",
                                         about->kind->kind, about->kind->api_version(), about->name);
  }
  auto listed = session.api().list(kEvent, which);
  if (!listed) return listed.error();
  std::vector<ObjectRef> events;
  for (const ObjectRef& event : *listed) {
    const auto same_type = [&](const std::string& type) {
      return to_lower(type) == to_lower(event->document()["type"].as_string());
    };
    if (!options.types.empty() && std::none_of(options.types.begin(), options.types.end(), same_type)) continue;
    events.push_back(event);
  }
  go_sort({[&](size_t i, size_t j) { return last_seen(events[i]->document()) < last_seen(events[j]->document()); },
           [&](size_t i, size_t j) { std::swap(events[i], events[j]); }},
          events.size());
  return events;
}

// As the client's own type has it.
Value event_list(const std::vector<ObjectRef>& events) {
  Value list{{"apiVersion", "v1"}, {"kind", "EventList"}, {"metadata", Value::object()}, {"items", Value::array()}};
  for (const ObjectRef& event : events) {
    Value item = event->document();
    canonicalize(kEvent, item);
    list["items"].push_back(std::move(item));
  }
  return list;
}

std::string header(const EventsOptions& options) {
  return std::string(options.resources.all_namespaces ? "NAMESPACE\t" : "") +
         "LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n";
}

// Events as they come: each look shows those that are new or have been seen again since the one before.
class EventWatch {
 public:
  EventWatch(const EventsOptions& options, Invocation& call) : options_(options), call_(call) {}

  Result<void> look(Session& session) {
    if (started_ && session.store().resource_version() == version_) return {};
    version_ = session.store().resource_version();
    auto events = select_events(options_, session);
    if (!events) return events.error();
    std::string text = started_ || options_.no_headers ? "" : header(options_);
    started_ = true;
    for (const ObjectRef& event : *events) {
      uint64_t& shown = shown_[event->key()];
      if (shown == event->resource_version()) continue;
      shown = event->resource_version();
      if (options_.print.output.empty()) {
        text += row(event->document(), session.now(), options_.resources.all_namespaces);
        continue;
      }
      auto printer = ResultPrinter::make(options_.print, call_.io);
      if (!printer) return printer.error();
      if (auto printed = printer->print_object(event->document()); !printed) return printed;
    }
    call_.io.out << align_columns(text, kTableTabstops);
    call_.io.out.flush();
    return {};
  }

 private:
  const EventsOptions& options_;
  Invocation& call_;
  std::map<ObjectKey, uint64_t> shown_;
  uint64_t version_ = 0;
  bool started_ = false;
};

Outcome run(const EventsOptions& options, Invocation& call) {
  auto session = call.session();
  if (!session) return session.error();
  if (Outcome known = check_about(options); !known.ok()) return known;
  for (const std::string& type : options.types)
    if (to_lower(type) != "normal" && to_lower(type) != "warning")
      return client_error("valid --types are Normal or Warning");
  if (options.watch) {
    EventWatch watch(options, call);
    Follower follower;
    follower.look = [&](Session& seen) { return watch.look(seen); };
    follower.see = [&](Session& seen, const Change& change) {
      return &change.kind() == &kEvent ? watch.look(seen) : Result<void>();
    };
    follower.runs = ScheduledRuns::kAwaited;
    return follow(call, **session, follower);
  }
  auto events = select_events(options, **session);
  if (!events) return events.error();
  if (!options.print.output.empty()) {
    auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
    if (!printer) return printer.error();
    if (!events->empty()) {
      if (printer->says_operation()) return {};  // -o name: a list has none
      return printer->print_object(event_list(*events));
    }
  }
  if (events->empty()) {
    call.io.err << (options.resources.all_namespaces
                        ? "No events found.\n"
                        : fmt::format("No events found in {} namespace.\n", (*session)->ns()));
    return {};
  }
  std::string text;
  if (!options.no_headers) text = header(options);
  for (const ObjectRef& event : *events)
    text += row(event->document(), (*session)->now(), options.resources.all_namespaces);
  call.io.out << align_columns(terminal_text(text), kTableTabstops);
  return {};
}

}  // namespace

void add_events(Command& command) {
  auto options = std::make_shared<EventsOptions>();
  Flags& flags = command.flags;
  declare_all_namespaces_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  flags.text(options->about, "for", "Only events about this TYPE/NAME");
  flags.list(options->types, "types", Split::kCommas, "Only events of these types");
  flags.toggle(options->watch, "watch,w", "Go on with events as they happen");
  flags.toggle(options->no_headers, "no-headers", "Without the line of headers");
  flags.number(options->chunk_size, "chunk-size", "How many objects a request asks for; one request is enough here");
  runs(command, options, run);
}

}  // namespace skiff::cli
