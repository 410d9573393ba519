// kubectl get: objects as tables, or in the format of -o. Mirrors pkg/cmd/get/get.go.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "api/conversion.h"
#include "api/custom_resources/custom_resource.h"
#include "base/strings.h"
#include "cli/manifests.h"
#include "cli/printers/printer_table.h"
#include "cli/printers/table.h"
#include "cli/printing.h"
#include "cli/raw_request.h"
#include "cli/resource_args.h"
#include "cli/second_process.h"
#include "cli/verbs/get/get_options.h"
#include "cli/verbs/get/sorting.h"
#include "kubelet/heartbeat.h"

namespace skiff::cli {
namespace {

bool is_human(const GetOptions& options) {
  return (options.print.output.empty() && options.print.template_text.empty()) || options.print.output == "wide";
}

Result<void> check_flags(const GetOptions& options) {
  if (options.show_labels && !options.print.output.empty() && options.print.output != "wide")
    return client_error(fmt::format("--show-labels option cannot be used with {} printer", options.print.output));
  if (options.output_watch_events && !options.watch && !options.watch_only)
    return client_error("--output-watch-events option can only be used with --watch or --watch-only");
  return {};
}

// Names are told apart by their kinds when several were found; a list that is empty counts, for it was found.
bool several_kinds(const Targets& targets, const Invocation& call) {
  if (!call.args.empty() && call.args[0] == "all") return true;
  const auto differ = [](const auto& items, const auto& kind_of) {
    return std::any_of(items.begin(), items.end(),
                       [&](const auto& item) { return kind_of(item) != kind_of(items.front()); });
  };
  return (targets.listed && differ(targets.kinds, [](const Kind* kind) { return kind; })) ||
         differ(targets.items, [](const Target& target) { return &target.shown_kind(); });
}

// Each answer of the server comes as a table of its own: one for a type, or for an object that is named.
bool several_tables(const Targets& targets) {
  return targets.listed ? targets.kinds.size() > 1 : targets.items.size() > 1;
}

// Beside files, the client itself compares labels; a server's table has none. Upstream: FilterByLabelSelector.
void drop_unlabelled(const GetOptions& options, Targets& targets) {
  if (!options.resources.has_files() || options.resources.selector.empty()) return;
  if (auto selects = label_filter(options.resources.selector); selects && !(*selects)(Value())) targets.items.clear();
}

void say_nothing_found(const GetOptions& options, const Targets& targets, Session& session, std::ostream& err) {
  bool namespaced = !options.resources.all_namespaces;
  for (const Kind* kind : targets.kinds) namespaced = namespaced && kind->namespaced();
  err << (namespaced ? fmt::format("No resources found in {} namespace.\n", session.ns()) : "No resources found\n");
}

// From so many objects on, reading them back takes longer than copying the process.
constexpr size_t kWorthSharing = 20'000;

bool can_be_shared(const std::vector<Target>& items) {
  return items.size() >= kWorthSharing && custom_resource(items.front().shown_kind()) == nullptr &&
         std::all_of(items.begin(), items.end(),
                     [&](const Target& item) { return &item.shown_kind() == &items.front().shown_kind(); }) &&
         SecondProcess::has_processor();
}

void add_rows(TablePrinter& table, std::span<const Target> items, Time now) {
  for (const Target& target : items) {
    table.add(target.shown_kind(), target.object(), now);
    if (target.live) target.live->let_go();
  }
}

// A row for each; of very many, a second process makes the later half.
void add_all_rows(TablePrinter& table, const std::vector<Target>& items, Time now) {
  if (!can_be_shared(items)) return add_rows(table, items, now);
  const std::span<const Target> all(items);
  const size_t half = all.size() / 2;
  SecondProcess second([&] {
    add_rows(table, all.subspan(half), now);
    return table.sent();
  });
  add_rows(table, all.first(half), now);
  if (const auto sent = second.text()) table.add_sent(*sent);
  else add_rows(table, all.subspan(half), now);
}

Outcome print_tables(const GetOptions& options, Targets& targets, Session& session, Invocation& call) {
  IoStreams& io = call.io;
  std::vector<Error> errors;
  std::set<std::string> said;
  for (const Error& error : targets.errors)
    if (said.insert(error_text(error)).second) errors.push_back(error);
  if (!options.sort_by.empty()) {
    // Several tables are no list that could be sorted; of one, upstream swallows what goes wrong.
    if (several_tables(targets)) return no_such_field(options.sort_by);
    auto sorted = sort_targets(targets, options.sort_by, SortedAs::kRows);
    if (sorted && !sorted->fatal.empty()) return Outcome::nested({client_error(sorted->fatal)});
    if (!sorted || !sorted->found) targets.items.clear();
  }
  drop_unlabelled(options, targets);
  TablePrinter table(table_options(options, several_kinds(targets, call)));
  add_all_rows(table, targets.items, session.now());
  const std::string text = table.take();
  io.out << text;
  const bool written = !text.empty();
  if (!written && !options.ignore_not_found && errors.empty()) say_nothing_found(options, targets, session, io.err);
  return Outcome::nested(std::move(errors));
}

// As it is seen at this moment, nodes and leases with their heartbeats, in the version that was asked for.
Value shown(const Target& target, Session& session) {
  return in_version(*target.kind,
                    target.live ? with_heartbeats(*target.live, session.store(), session.now()) : target.object(),
                    target.api_version);
}

Value list_of(const Targets& targets, Session& session) {
  Value list{
      {"apiVersion", "v1"}, {"items", Value::array()}, {"kind", "List"}, {"metadata", Value{{"resourceVersion", ""}}}};
  for (const Target& target : targets.items) list["items"].push_back(shown(target, session));
  return list;
}

Outcome print_objects(const GetOptions& options, Targets& targets, Session& session, IoStreams& io) {
  std::vector<Error> errors = std::move(targets.errors);
  if (!errors.empty() && targets.single_item) return errors;  // of one file, all or nothing
  if (targets.items.empty() && options.ignore_not_found) return errors;
  auto printer =
      make_printer({options.print.output, options.print.template_text, options.print.allow_missing_template_keys,
                    options.print.show_managed_fields, !options.no_headers},
                   AllowedFormats::kTables);
  if (!printer) return printer.error();
  if (!options.sort_by.empty()) {
    auto sorted = sort_targets(targets, options.sort_by, SortedAs::kObjects);
    if (!sorted) return sorted.error();
    if (!sorted->fatal.empty()) return Outcome::nested({client_error(sorted->fatal)});
    if (!sorted->found) return no_such_field(options.sort_by);
  }
  const bool bare = targets.single_item && targets.items.size() == 1;
  auto printed = (*printer)->print(bare ? shown(targets.items[0], session) : list_of(targets, session), io.out);
  if (!printed) errors.push_back(printed.error());
  return errors;
}

// The server's own answer to a path. Upstream: rawhttp.RawGet.
Outcome get_raw(const GetOptions& options, Invocation& call) {
  if (!call.args.empty()) return client_error("arguments may not be passed when --raw is specified");
  if (options.watch || options.watch_only || !options.resources.selector.empty())
    return client_error(
        "--raw may not be specified with other flags that filter the server request or alter the output");
  if (!options.print.output.empty()) return client_error("--raw and --output are mutually exclusive");
  if (auto fine = check_raw_path(options.raw); !fine) return fine.error();
  auto session = call.session();
  if (!session) return session.error();
  auto answer = raw_request(**session, Method::kGet, options.raw);
  if (!answer) return answer.error();
  call.io.out << answer->text;
  return {};
}

Outcome run(const GetOptions& options, Invocation& call) {
  if (!options.raw.empty()) return get_raw(options, call);
  if (auto fine = check_flags(options); !fine) return fine.error();
  if (!options.sort_by.empty() && options.watch)
    call.io.err << "warning: --watch requested, --sort-by will be ignored for watch events received\n";
  else if (!options.sort_by.empty() && options.watch_only)
    call.io.err << "warning: --watch-only requested, --sort-by will be ignored\n";
  if (call.args.empty() && !options.resources.has_files() && !options.watch && !options.watch_only) {
    call.io.err << "You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of "
                   "supported resources.\n\n";
    return call.usage_error(
        "Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that "
        "resource "
        "(e.g. kubectl explain pods).");
  }
  auto session = call.session();
  if (!session) return session.error();
  if (options.watch || options.watch_only) return watch(options, call, **session);
  ResourceRequest request{call.args,      options.resources,    Unnamed::kMeansEvery,
                          Fetch::kLatest, ManifestCheck::kNone, options.subresource};
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (options.ignore_not_found)
    targets->errors.erase(std::remove_if(targets->errors.begin(), targets->errors.end(),
                                         [](const Error& error) { return error.is(Reason::kNotFound); }),
                          targets->errors.end());
  if (is_human(options)) return print_tables(options, *targets, **session, call);
  return print_objects(options, *targets, **session, call.io);
}

}  // namespace

TableOptions table_options(const GetOptions& options, bool several_kinds) {
  TableOptions table;
  table.wide = options.print.output == "wide";
  table.headers = !options.no_headers;
  table.name_and_age = !options.server_print;
  table.show_kind = options.show_kind || several_kinds;
  table.namespaces = options.resources.all_namespaces;
  table.show_labels = options.show_labels;
  table.label_columns = options.label_columns;
  table.events = options.output_watch_events;
  return table;
}

void add_get(Command& command) {
  auto options = std::make_shared<GetOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_field_selector_flag(flags, options->resources);
  declare_all_namespaces_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  flags.list(options->label_columns, "label-columns,L", Split::kCommas, "Labels that get a column of their own");
  flags.toggle(options->show_labels, "show-labels", "With a column of all labels");
  flags.toggle(options->show_kind, "show-kind", "Show kinds in front of names");
  flags.toggle(options->no_headers, "no-headers", "Without the line of headers");
  flags.text(options->sort_by, "sort-by", "In the order of this field, a JSONPath");
  flags.toggle(options->watch, "watch,w", "Go on with changes as they happen");
  flags.toggle(options->watch_only, "watch-only", "Only changes, as they happen");
  flags.toggle(options->output_watch_events, "output-watch-events", "With a word for what has happened to each");
  flags.toggle(options->ignore_not_found, "ignore-not-found", "What is not there is no failure");
  flags.text(options->subresource, "subresource", "Read a subresource instead: status, scale");
  flags.number(options->chunk_size, "chunk-size", "How many objects a request asks for; one request is enough here");
  flags.toggle(options->server_print, "server-print",
               "Let the server lay out the table; else it has name and age alone");
  flags.text(options->raw, "raw", "A path of the API instead");
  runs(command, options, run);
}

}  // namespace skiff::cli
