// kubectl auth can-i. Mirrors pkg/cmd/auth/cani.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/kind_table.h"
#include "base/strings.h"
#include "cli/policy_rules.h"
#include "cli/printers/tabwriter.h"
#include "cli/verbs/auth/access.h"

namespace skiff::cli {

struct CanIOptions {
  std::string subresource;
  bool all_namespaces = false;
  bool quiet = false;
  bool list = false;
  bool no_headers = false;
};

namespace {

constexpr std::string_view kVerbsOfResources[] = {
    "*",   "get",  "list",        "watch", "create",  "update", "patch",    "delete", "deletecollection",
    "use", "bind", "impersonate", "*",     "approve", "sign",   "escalate", "attest"};
constexpr std::string_view kVerbsOfUrls[] = {"*", "get", "put", "post", "head", "options", "delete", "patch"};
// What can be asked about although no server lists it.
constexpr std::string_view kUnlisted[] = {"users", "groups"};

template <class Range>
bool known_word(const Range& range, std::string_view word) {
  return std::find(std::begin(range), std::end(range), word) != std::end(range);
}

Result<void> check_flags(const CanIOptions& options, Invocation& call) {
  if (options.list) {
    if (!call.args.empty()) return client_error("list option must be specified with no arguments");
    if (options.quiet || options.all_namespaces || !options.subresource.empty())
      return client_error("list option can't be specified with neither quiet, all-namespaces nor subresource options");
    return {};
  }
  if (call.args.size() != 2)
    return client_error(
        fmt::format("you must specify two arguments: verb resource or verb resource/resourceName.\n"
                    "See '{} -h' for help and examples.",
                    call.path()));
  if (call.args[1].rfind('/', 0) == 0 && !options.subresource.empty())
    return client_error("--subresource can not be used with NonResourceURL");
  return {};
}

// TYPE or TYPE/NAME; a type that nobody knows is asked about as it was typed.
AccessRequest about_resource(const CanIOptions& options, const Invocation& call, std::ostream& err) {
  AccessRequest request;
  request.verb = call.args[0];
  request.subresource = options.subresource;
  const std::string& word = call.args[1];
  const size_t slash = word.find('/');
  const std::string typed = word.substr(0, slash);
  if (slash != std::string::npos) request.name = word.substr(slash + 1);
  request.resource = typed;
  const Kind* kind = typed == "*" ? nullptr : find_resource(typed);
  if (kind != nullptr) {
    request.resource = kind->resource;
    request.group = kind->group;
    if (!kind->namespaced() && !options.all_namespaces)
      err << fmt::format("Warning: resource '{}' is not namespace scoped{}\n\n", kind->resource,
                         kind->group.empty() ? "" : fmt::format(" in group '{}'", kind->group));
  } else if (typed != "*" && !known_word(kUnlisted, typed)) {
    const size_t dot = typed.find('.');
    err << fmt::format("Warning: the server doesn't have a resource type '{}'{}\n\n", typed.substr(0, dot),
                       dot == std::string::npos ? "" : fmt::format(" in group '{}'", typed.substr(dot + 1)));
  }
  if (!known_word(kVerbsOfResources, request.verb))
    err << fmt::format("Warning: verb '{}' is not a known verb\n\n", request.verb);
  return request;
}

AccessRequest about_url(const Invocation& call, std::ostream& err) {
  AccessRequest request;
  request.verb = call.args[0];
  request.url = call.args[1];
  if (!known_word(kVerbsOfUrls, request.verb))
    err << fmt::format("Warning: verb '{}' is not a known verb\n\n", request.verb);
  return request;
}

Outcome list_rules(const CanIOptions& options, Session& session, Invocation& call) {
  std::string text;
  if (!options.no_headers) text = "Resources\tNon-Resource URLs\tResource Names\tVerbs\n";
  for (const std::string& row : policy_rule_rows(rules_for(asking_user(call.global), session.ns(), session.api())))
    text += row + "\n";
  call.io.out << align_columns(text, kTableTabstops);
  return {};
}

Outcome can_i(const CanIOptions& options, Invocation& call) {
  if (auto fine = check_flags(options, call); !fine) return fine.error();
  auto session = call.session();
  if (!session) return session.error();
  if (options.list) return list_rules(options, **session, call);
  const bool url = call.args[1].rfind('/', 0) == 0;
  AccessRequest request = url ? about_url(call, call.io.err) : about_resource(options, call, call.io.err);
  if (options.no_headers) return client_error("--no-headers cannot be set without --list specified");
  if (!options.all_namespaces) request.ns = (*session)->ns();
  const bool allowed = is_allowed(asking_user(call.global), request, (*session)->api());
  if (!options.quiet) call.io.out << (allowed ? "yes\n" : "no\n");
  return Outcome::exit(allowed ? 0 : 1);
}

}  // namespace

void add_auth_can_i(Command& command) {
  auto options = std::make_shared<CanIOptions>();
  Flags& flags = command.flags;
  flags.toggle(options->all_namespaces, "all-namespaces,A", "In every namespace");
  flags.toggle(options->list, "list", "All that is allowed");
  flags.toggle(options->no_headers, "no-headers", "Without the line of headers, with --list");
  flags.toggle(options->quiet, "quiet,q", "Answer by the exit status alone");
  flags.text(options->subresource, "subresource", "Of the resource, say log or scale");
  runs(command, options, can_i);
}

}  // namespace skiff::cli
