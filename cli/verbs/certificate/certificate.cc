// kubectl certificate approve and deny: the decision is noted in the request; nobody signs it here. Mirrors
// pkg/cmd/certificates/certificates.go.
#include <fmt/format.h>

#include <algorithm>

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
  std::string_view type;  // of the condition
  std::string_view reason;
  std::string_view verb;       // "approve"
  std::string_view operation;  // "approved"
};

constexpr Decision kApproval = {"Approved", "KubectlApprove", "approve", "approved"};
constexpr Decision kDenial = {"Denied", "KubectlDeny", "deny", "denied"};

bool is_decided(const Value& request, const Decision& decision) {
  const Elements& conditions = request["status"]["conditions"].elements();
  return std::any_of(conditions.begin(), conditions.end(),
                     [&](const Value& one) { return one["type"].as_string() == decision.type; });
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

Outcome decide(const CertificateOptions& options, Invocation& call, const Decision& decision) {
  if (call.args.empty() && !options.resources.has_files())
    return client_error("one or more CSRs must be specified as <name> or -f <filename>");
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kRefused, Fetch::kLatest};
  if (!call.args.empty()) request.args.insert(request.args.begin(), kCertificateSigningRequest.qualified_name());
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  std::vector<Error> errors = targets->errors;
  for (const Target& target : targets->items) {
    Value document = target.object();
    if (options.force || !is_decided(document, decision)) {
      WriteOptions how;
      how.subresource = Subresource::kStatus;
      auto written =
          (*session)->api().update(*target.kind, target.key, decided(document, decision, (*session)->now()), how);
      if (!written) {
        errors.push_back(written.error());
        continue;
      }
      document = (*written)->document();
    }
    if (auto printed = printer->print(*target.kind, document, decision.operation); !printed) return printed.error();
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
