// get --watch: a row for each version of the objects.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "api/field_selector.h"
#include "api/kinds/cronjob.h"
#include "api/kinds/event.h"
#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/manifests.h"
#include "cli/printers/printer_table.h"
#include "cli/printers/table.h"
#include "cli/verbs/get/get_options.h"
#include "cli/verbs/get/sorting.h"
#include "cli/watching.h"

namespace skiff::cli {
namespace {

// Which objects the words of the command mean, whether they exist already or not.
class WatchedObjects {
 public:
  static Result<WatchedObjects> make(const GetOptions& options, const Session& session, const Targets& targets) {
    WatchedObjects watched;
    watched.kind_ = targets.kinds.empty() ? targets.items.front().kind : targets.kinds.front();
    if (watched.kind_->namespaced() && !options.resources.all_namespaces) watched.ns_ = session.ns();
    if (!targets.listed) {
      watched.keys_.emplace();
      for (const Target& target : targets.items) watched.keys_->insert(target.key);
    }
    auto labels = label_filter(options.resources.selector);
    if (!labels) return labels.error();
    auto fields = FieldSelector::parse(*watched.kind_, options.resources.field_selector);
    if (!fields) return fields.error();
    watched.labels_ = std::move(*labels);
    watched.fields_ = std::move(*fields);
    return watched;
  }

  const Kind& kind() const { return *kind_; }
  bool contain(const Object& object) const {
    if (&object.kind() != kind_ || (ns_ && object.ns() != *ns_)) return false;
    if (keys_) return keys_->count(object.key()) > 0;
    return labels_(object.document()) && fields_.matches(object.document());
  }

 private:
  const Kind* kind_ = nullptr;
  std::optional<std::string> ns_;
  std::optional<std::set<ObjectKey>> keys_;
  std::function<bool(const Value&)> labels_;
  FieldSelector fields_;
};

class Watch {
 public:
  Watch(const GetOptions& options, Invocation& call, WatchedObjects watched)
      : options_(options), call_(call), watched_(std::move(watched)), table_(table_options(options, false)) {}

  // What has changed since the last look, printed; everything counts as changed the first time.
  Result<void> look(Session& session) {
    const uint64_t version = session.store().resource_version();
    if (started_ && version == seen_version_) return {};
    seen_version_ = version;
    ResourceRequest request{call_.args, options_.resources, Unnamed::kMeansEvery, Fetch::kLatest, ManifestCheck::kNone};
    auto targets = resolve_targets(session, request, call_.io.in);
    if (!targets) return targets.error();
    if (!started_ && !targets->errors.empty()) return targets->errors.front();
    std::map<ObjectKey, ObjectRef> now;
    for (const Target& target : targets->items) now.emplace(target.key, target.live);
    if (!started_) {
      if (auto begun = begin(session, *targets, std::move(now)); !begun) return begun;
      return targets->listed || targets->items.size() < 2 ? Result<void>() : several(*targets);
    }
    for (const auto& [key, object] : known_)
      if (now.count(key) == 0)
        if (auto shown = show(object, "DELETED ", session.now()); !shown) return shown;
    for (const auto& [key, object] : now) {
      const auto old = known_.find(key);
      if (old != known_.end() && old->second->resource_version() == object->resource_version()) continue;
      if (auto shown = show(object, old == known_.end() ? "ADDED   " : "MODIFIED", session.now()); !shown) return shown;
    }
    known_ = std::move(now);
    call_.io.out.flush();
    return {};
  }

  // One change, printed if it is one of the objects watched. One that is no longer selected counts as deleted.
  Result<void> see(Session& session, const Change& change) {
    const bool was = known_.count(change.key()) > 0 && &change.kind() == &watched_.kind();
    const bool is = change.type != Change::Type::kDeleted && watched_.contain(*change.after);
    if (!was && !is) return {};
    if (is) known_[change.key()] = change.after;
    else known_.erase(change.key());
    auto shown = show(change.after, !is ? "DELETED " : was ? "MODIFIED" : "ADDED   ", session.now());
    call_.io.out.flush();
    return shown;
  }

 private:
  // Upstream has shown them when it learns that a watch cannot be of several names. Upstream: Result.Watch.
  Result<void> several(const Targets& targets) const {
    if (options_.resources.has_files() && targets.single_item)
      return client_error(
          fmt::format("watch is only supported on individual resources and resource collections - {} resources were "
                      "found",
                      targets.items.size()));
    return client_error("you may only watch a single resource or type of resource at a time");
  }

  // What is there at the beginning is one table, in the order that --sort-by asks for.
  Result<void> begin(Session& session, Targets& targets, std::map<ObjectKey, ObjectRef> now) {
    started_ = true;
    known_ = std::move(now);
    if (options_.watch_only) return {};
    if (!options_.sort_by.empty())
      if (auto sorted = sort_targets(targets, options_.sort_by, SortedAs::kRows); !sorted) return sorted.error();
    for (const Target& target : targets.items) {
      if (as_table()) table_.add(target.live->kind(), target.live->document(), session.now(), "ADDED   ");
      else if (auto shown = show(target.live, "ADDED   ", session.now()); !shown) return shown;
    }
    call_.io.out << table_.take();
    call_.io.out.flush();
    return {};
  }

  bool as_table() const { return options_.print.output.empty() || options_.print.output == "wide"; }

  Result<void> show(const ObjectRef& object, std::string_view event, Time now) {
    if (as_table()) {
      table_.add(object->kind(), object->document(), now, event);
      call_.io.out << table_.take();
      return {};
    }
    if (!printer_) {
      auto made =
          make_printer({options_.print.output, options_.print.template_text, options_.print.allow_missing_template_keys,
                        options_.print.show_managed_fields, !options_.no_headers},
                       AllowedFormats::kTables);
      if (!made) return made.error();
      printer_ = std::move(*made);
    }
    const std::string format = to_lower(options_.print.output);
    const std::string_view type = event.substr(0, event.find(' '));
    // Of an event, JSON is one line, its fields in the order of the type; a name is that of the object.
    if (options_.output_watch_events && format == "json") {
      call_.io.out << "{\"type\":\"" << type << "\",\"object\":" << to_json(object->document(), Escape::kGo) << "}\n";
      return {};
    }
    const bool bare = !options_.output_watch_events || format == "name";
    const auto printed = printer_->print(
        bare ? object->document() : Value{{"object", object->document()}, {"type", type}}, call_.io.out);
    if (!printed) return in_context(printed.error(), "unable to output the provided object: ");
    return {};
  }

  const GetOptions& options_;
  Invocation& call_;
  WatchedObjects watched_;
  TablePrinter table_;
  std::unique_ptr<Printer> printer_;
  std::map<ObjectKey, ObjectRef> known_;
  uint64_t seen_version_ = 0;
  bool started_ = false;
};

}  // namespace

Outcome watch(const GetOptions& options, Invocation& call, Session& session) {
  ResourceRequest request{call.args, options.resources, Unnamed::kMeansEvery, Fetch::kLatest, ManifestCheck::kNone};
  auto targets = resolve_targets(session, request, call.io.in);
  if (!targets) return targets.error();
  if (targets->kinds.size() > 1) return client_error("you may only specify a single resource type");
  if (targets->items.empty() && options.ignore_not_found && !targets->listed &&
      std::all_of(targets->errors.begin(), targets->errors.end(),
                  [](const Error& error) { return error.is(Reason::kNotFound); }))
    return {};
  if (targets->kinds.empty() && targets->items.empty()) return targets->errors;
  auto watched = WatchedObjects::make(options, session, *targets);
  if (!watched) return watched.error();
  const Kind* kind = &watched->kind();
  const bool shows_runs = kind == &kCronJob || kind == &kJob || kind == &kPod || kind == &kEvent;
  Watch watching(options, call, std::move(*watched));
  Follower follower;
  follower.look = [&](Session& seen) { return watching.look(seen); };
  follower.see = [&](Session& seen, const Change& change) { return watching.see(seen, change); };
  follower.runs = shows_runs ? ScheduledRuns::kAwaited : ScheduledRuns::kIgnored;
  return follow(call, session, follower);
}

}  // namespace skiff::cli
