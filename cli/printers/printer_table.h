// The output formats of -o: one list, and how each is made.
#pragma once
#include <memory>
#include <string>

#include "cli/printers/printer.h"

namespace skiff::cli {

// Which formats a verb understands: all have those of objects, get has custom columns (and tables, which it makes
// itself) beside them.
enum class AllowedFormats { kObjects, kTables };

// What the verb holds: documents as they came, or objects of Go's types, which have all fields that their types always
// write, in the order of the types.
enum class Typing { kDocuments, kGoTypes };

struct PrinterOptions {
  std::string format;         // "json", "jsonpath={.items[*]}", "" with a template_text
  std::string template_text;  // --template
  bool allow_missing_keys = true;
  bool show_managed_fields = false;
  bool headers = true;  // of custom columns
  Typing typing = Typing::kDocuments;
};

// `error: unable to match a printer suitable for the output format "bogus", allowed formats are: …`, or what is wrong
// with the template. Null where -o asks for no printer: nothing or `wide`.
Result<std::unique_ptr<Printer>> make_printer(const PrinterOptions& options, AllowedFormats allowed);

}  // namespace skiff::cli
