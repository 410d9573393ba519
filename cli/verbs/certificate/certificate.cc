// kubectl certificate approve and deny: the decision is noted in the request; nobody signs it here. Mirrors
// pkg/cmd/certificates/certificates.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/kind_table.h"
#include "api/kinds/certificatesigningrequest.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct CertificateOptions {
  ResourceFlags resources;
  PrintFlags print;
  bool force = false;
};

namespace {

struct Decision {
  std::string_view type;      // of the condition
  std::string_view opposite;  // what must not have been decided before
  std::string_view reason;
  std::string_view verb;       // "approve"
  std::string_view operation;  // "approved"
};

constexpr Decision kApproval = {"Approved", "Denied", "KubectlApprove", "approve", "approved"};
constexpr Decision kDenial = {"Denied", "Approved", "KubectlDeny", "deny", "denied"};

bool is_decided(const Value& request, std::string_view type) {
  const Elements& conditions = request["status"]["conditions"].elements();
  return std::any_of(conditions.begin(), conditions.end(),
                     [&](const Value& one) { return one["type"].as_string() == type; });
}

Value decided(Value request, const Decision& decision, Time now) {
  request["status"]["conditions"].push_back(
      Value{{"lastTransitionTime", rfc3339(now)},
            {"lastUpdateTime", rfc3339(now)},
            {"message", fmt::format("This CSR was {} by kubectl certificate {}.", decision.operation, decision.verb)},
            {"reason", decision.reason},
            {"status", "True"},
            {"type", decision.type}});
  return request;
}

// The request with the decision. Whoever was quicker is asked what it looks like now. Upstream:
// modifyCertificateCondition, which tries ten times more.
Result<Value> note(const CertificateOptions& options, ApiServer& api, const Target& target, const Decision& decision) {
  Value document = target.object();
  for (int again = 10;; --again) {
    if (is_decided(document, decision.opposite))
      return client_error(
          fmt::format("certificate signing request \"{}\" is already {}", target.key.name, decision.opposite));
    if (!options.force && is_decided(document, decision.type)) return document;
    WriteOptions how;
    how.subresource = Subresource::kStatus;
    auto written = api.update(*target.kind, target.key, decided(document, decision, api.now()), how);
    if (written) return (*written)->document();
    if (!written.error().is(Reason::kConflict) || again == 0) return written.error();
    auto live = api.get(*target.kind, target.key);
    if (!live) return live.error();
    document = (*live)->document();
  }
}

Outcome decide(const CertificateOptions& options, Invocation& call, const Decision& decision) {
  if (call.args.empty() && !options.resources.has_files())
    return client_error("one or more CSRs must be specified as <name> or -f <filename>");
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kRefused, Fetch::kLatest};
  for (std::string& word : request.args) {  // upstream: Builder.ResourceNames, without a namespace
    if (word.find('/') == std::string::npos) word.insert(0, kCertificateSigningRequest.qualified_name() + "/");
    const Kind* kind = find_resource(std::string_view(word).substr(0, word.find('/')));
    if (kind != nullptr && kind->namespaced())
      return client_error("namespace may not be empty when retrieving a resource by name");
  }
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  std::vector<Error> errors = targets->errors;
  for (const Target& target : targets->items) {
    if (target.kind != &kCertificateSigningRequest) {
      errors.push_back(
          client_error(fmt::format("can only handle certificates.k8s.io CertificateSigningRequest objects, got *{}.{}",
                                   target.kind->version, target.kind->kind)));
      continue;
    }
    auto noted = note(options, (*session)->api(), target, decision);
    if (!noted) {
      errors.push_back(noted.error());
      continue;
    }
    if (auto printed = printer->print(*target.kind, *noted, decision.operation); !printed) return printed.error();
  }
  return errors;
}

Outcome approve(const CertificateOptions& options, Invocation& call) { return decide(options, call, kApproval); }
Outcome deny(const CertificateOptions& options, Invocation& call) { return decide(options, call, kDenial); }

void add(Command& command, Outcome (*run)(const CertificateOptions&, Invocation&)) {
  auto options = std::make_shared<CertificateOptions>();
  declare_file_flags(command.flags, options->resources);
  declare_output_flags(command.flags, options->print);
  command.flags.toggle(options->force, "force", "Note the decision again");
  runs(command, options, run);
}

}  // namespace

void add_certificate_approve(Command& command) { add(command, approve); }
void add_certificate_deny(Command& command) { add(command, deny); }

}  // namespace skiff::cli
