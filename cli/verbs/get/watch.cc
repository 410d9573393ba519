// get --watch: a row for each version of the objects.
#include <fmt/format.h>

#include <map>

#include "base/json.h"
#include "cli/printers/printer_table.h"
#include "cli/printers/table.h"
#include "cli/verbs/get/get_options.h"
#include "cli/watching.h"

namespace skiff::cli {
namespace {

class Watch {
 public:
  Watch(const GetOptions& options, Invocation& call)
      : options_(options), call_(call), table_(table_options(options, false)) {}

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
    const bool silent = !started_ && options_.watch_only;
    started_ = true;
    for (const auto& [key, object] : known_)
      if (now.count(key) == 0)
        if (auto shown = show(object, "DELETED ", session.now()); !shown) return shown;
    for (const auto& [key, object] : now) {
      const auto old = known_.find(key);
      if (silent || (old != known_.end() && old->second->resource_version() == object->resource_version())) continue;
      if (auto shown = show(object, old == known_.end() ? "ADDED   " : "MODIFIED", session.now()); !shown) return shown;
    }
    known_ = std::move(now);
    call_.io.out.flush();
    return {};
  }

 private:
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
    Value shown = object->document();
    if (options_.output_watch_events) shown = Value{{"object", shown}, {"type", event.substr(0, event.find(' '))}};
    return printer_->print(shown, call_.io.out);
  }

  const GetOptions& options_;
  Invocation& call_;
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
  if (targets->kinds.empty() && targets->items.empty()) return targets->errors;
  Watch watching(options, call);
  return follow(call, session, [&watching](Session& seen) { return watching.look(seen); });
}

}  // namespace skiff::cli
