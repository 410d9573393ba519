#include "cli/printing.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/strings.h"
#include "cli/printers/printer_table.h"

namespace skiff::cli {

void declare_output_flags(Flags& flags, PrintFlags& print) {
  flags.text(print.output, "output,o",
             "Output format. One of: (json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, "
             "jsonpath, jsonpath-as-json, jsonpath-file)");
  flags.text(print.template_text, "template", "The template of -o go-template, or its file");
  flags.toggle(print.allow_missing_template_keys, "allow-missing-template-keys",
               "A field that is missing is empty, not an error");
  flags.toggle(print.show_managed_fields, "show-managed-fields", "Show who owns which field");
}

void declare_dry_run_flag(Flags& flags, PrintFlags& print) {
  flags.optional_text(
      print.dry_run, "dry-run", "unchanged",
      "Must be \"none\", \"server\", or \"client\": what would be sent is only shown, or checked by the "
      "server without being kept");
}

Result<DryRunMode> dry_run_mode(const PrintFlags& print) {
  if (print.dry_run == "none" || print.dry_run == "false" || print.dry_run.empty()) return DryRunMode::kNone;
  if (print.dry_run == "client" || print.dry_run == "unchanged" || print.dry_run == "true") return DryRunMode::kClient;
  if (print.dry_run == "server") return DryRunMode::kServer;
  return client_error(
      fmt::format(R"(Invalid dry-run value ({}). Must be "none", "server", or "client".)", print.dry_run));
}

std::string_view dry_run_suffix(DryRunMode mode) {
  switch (mode) {
    case DryRunMode::kNone:
      return "";
    case DryRunMode::kClient:
      return " (dry run)";
    case DryRunMode::kServer:
      return " (server dry run)";
  }
  return "";
}

WriteOptions write_options(DryRunMode mode, std::string_view field_manager) {
  WriteOptions options;
  options.dry_run = mode == DryRunMode::kNone ? DryRun::kNo : DryRun::kYes;
  options.field_manager = field_manager;
  return options;
}

std::string display_name(const Kind& kind, std::string_view name) {
  return kind.display_name() + "/" + std::string(name.empty() ? "<unknown>" : name);
}

struct ResultPrinter::Impl {
  IoStreams& io;
  DryRunMode dry_run;
  bool name_only = false;
  std::unique_ptr<Printer> printer;  // null: lines
};

Result<ResultPrinter> ResultPrinter::make(const PrintFlags& flags, IoStreams& io, Typing typing) {
  auto mode = dry_run_mode(flags);
  if (!mode) return mode.error();
  if (flags.dry_run == "unchanged")
    io.err << "W0101 00:00:00.000000       1 helpers.go:745] --dry-run is deprecated and can be replaced with "
              "--dry-run=client.\n";
  auto impl = std::make_unique<Impl>(Impl{io, *mode, to_lower(flags.output) == "name", nullptr});
  if ((!flags.output.empty() && !impl->name_only) || !flags.template_text.empty()) {
    PrinterOptions how{flags.output, flags.template_text, flags.allow_missing_template_keys, flags.show_managed_fields};
    how.typing = typing;
    auto printer = make_printer(how, AllowedFormats::kObjects);
    if (!printer) return printer.error();
    impl->printer = std::move(*printer);
  }
  return ResultPrinter(std::move(impl));
}

ResultPrinter::ResultPrinter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ResultPrinter::~ResultPrinter() = default;
ResultPrinter::ResultPrinter(ResultPrinter&&) noexcept = default;

DryRunMode ResultPrinter::dry_run() const { return impl_->dry_run; }
bool ResultPrinter::says_operation() const { return impl_->printer == nullptr; }

Result<void> ResultPrinter::print(const Kind& kind, const Value& object, std::string_view operation) {
  if (impl_->printer || impl_->name_only) return print_plain(kind, object, operation);
  impl_->io.out << display_name(kind, object["metadata"]["name"].as_string()) << " " << operation
                << dry_run_suffix(impl_->dry_run) << "\n";
  return {};
}

Result<void> ResultPrinter::print_plain(const Kind& kind, const Value& object, std::string_view operation) {
  if (impl_->printer) return impl_->printer->print(object, impl_->io.out);
  impl_->io.out << display_name(kind, object["metadata"]["name"].as_string());
  if (!impl_->name_only) impl_->io.out << " " << operation;
  impl_->io.out << "\n";
  return {};
}

Result<void> ResultPrinter::print_object(const Value& object) {
  if (impl_->printer) return impl_->printer->print(object, impl_->io.out);
  check(impl_->name_only, "print_object needs an output format");
  auto names = make_printer({.format = "name", .template_text = ""}, AllowedFormats::kObjects);
  if (!names) return names.error();
  return (*names)->print(object, impl_->io.out);
}

Result<void> ResultPrinter::print_list(const std::vector<std::pair<const Kind*, Value>>& objects) {
  if (objects.size() == 1) return print_object(objects.front().second);
  Value list{{"apiVersion", "v1"}, {"kind", "List"}, {"metadata", Value::object()}, {"items", Value::array()}};
  for (const auto& [kind, object] : objects) list["items"].push_back(object);
  return print_object(list);
}

}  // namespace skiff::cli
