#include "cli/printers/printer_table.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include <unistd.h>

#include "api/canonical.h"
#include "api/kind_table.h"
#include "api/struct_order.h"
#include "apiserver/managed_fields.h"
#include "base/go_format.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/input.h"
#include "cli/printers/custom_columns.h"
#include "cli/printers/go_template.h"
#include "cli/printers/jsonpath.h"
#include "cli/printers/kyaml.h"
#include "cli/printers/yaml.h"

namespace skiff::cli {
namespace {

using MadePrinter = Result<std::unique_ptr<Printer>>;

// Those that JSON writes as they are: U+007F, U+0080 to U+009F without U+0085, U+FFFE and U+FFFF.
bool has_control_character(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0; };
    if (byte(i) == 0x7f) return true;
    if (byte(i) == 0xc2 && byte(i + 1) < 0xa0 && byte(i + 1) != 0x85) return true;
    if (byte(i) == 0xef && byte(i + 1) == 0xbf && byte(i + 2) >= 0xbe) return true;
  }
  return false;
}

bool has_control_character(const Value& value) {
  if (value.is_string()) return has_control_character(value.as_string());
  for (const Value& element : value.elements())
    if (has_control_character(element)) return true;
  for (const Member& member : value.members())
    if (has_control_character(member.name()) || has_control_character(member.value)) return true;
  return false;
}

// Whole objects as text. kubectl leaves out who manages which field unless asked.
class ObjectPrinter : public Printer {
 public:
  enum class Format { kJson, kYaml, kKyaml };
  ObjectPrinter(Format format, bool managed_fields, Typing typing)
      : format_(format), managed_fields_(managed_fields), typing_(typing) {}

  Result<void> print(const Value& object, std::ostream& out) override {
    Value shown = managed_fields_ ? with_managed_fields(object) : without_managed_fields(object);
    // kubectl makes YAML of JSON by reading that as YAML, which these may not stand in.
    if (format_ != Format::kJson && has_control_character(shown))
      return client_error(std::string(format_ == Format::kKyaml ? "error decoding: " : "") +
                          "yaml: control characters are not allowed");
    StructOrder order;
    if (typing_ == Typing::kGoTypes) {
      if (const Kind* kind = find_kind(shown["apiVersion"].as_string(), shown["kind"].as_string()))
        canonicalize(*kind, shown);
      order = StructOrder::of_object(shown);
    }
    if (format_ == Format::kJson) out << to_pretty_json(shown, order) << '\n';
    else if (format_ == Format::kKyaml) out << to_kyaml(shown, order);
    else out << (printed_ ? "---\n" : "") << to_yaml(shown);
    printed_ = true;
    return {};
  }

 private:
  // What controllers have made is kept without the entries that it is shown with.
  static Value with_managed_fields(const Value& object) {
    if (object["items"].is_array()) {
      Value shown = object;
      for (size_t i = 0; i < object["items"].size(); ++i)
        shown.edit("items").edit_at(i) = with_managed_fields(object["items"][i]);
      return shown;
    }
    const bool of_server = object["metadata"].contains("uid");  // nobody manages what is in a file alone
    const Kind* kind = find_kind(object["apiVersion"].as_string(), object["kind"].as_string());
    return kind == nullptr || !of_server ? object : with_managers(*kind, object);
  }

  static Value without_managed_fields(const Value& object) {
    Value shown = object;
    const Value& items = object["items"];
    for (size_t i = 0; items.is_array() && i < items.size(); ++i)
      if (has_managed_fields(items[i])) shown.edit("items").edit_at(i).edit("metadata").erase("managedFields");
    if (has_managed_fields(object)) shown.edit("metadata").erase("managedFields");
    return shown;
  }

  static bool has_managed_fields(const Value& object) { return object["metadata"].contains("managedFields"); }

  Format format_;
  bool managed_fields_;
  Typing typing_;
  bool printed_ = false;
};

// statefulset.apps/web
class NamePrinter : public Printer {
 public:
  Result<void> print(const Value& object, std::ostream& out) override {
    if (object["items"].is_array()) {
      for (const Value& item : object["items"].elements())
        if (auto done = print(item, out); !done) return done;
      return {};
    }
    const std::string_view version = object["apiVersion"].as_string();
    const size_t slash = version.find('/');
    out << to_lower(object["kind"].as_string());
    if (slash != std::string_view::npos) out << '.' << version.substr(0, slash);
    const Value& name = object.at("metadata", "name");
    out << '/' << (name.as_string().empty() ? "<unknown>" : name.as_string()) << '\n';
    return {};
  }
};

class JsonPathPrinter : public Printer {
 public:
  enum class Shape { kText, kJson };
  JsonPathPrinter(JsonPath path, std::string text, Shape shape, MissingKeys missing)
      : path_(std::move(path)), text_(std::move(text)), shape_(shape), missing_(missing) {}

  Result<void> print(const Value& object, std::ostream& out) override {
    auto printed = shape_ == Shape::kJson ? print_json(object) : path_.print(object, missing_);
    if (!printed) {
      return client_error("error executing jsonpath " + go_quote(text_) +
                          ": Error executing template: " + printed.error().message +
                          ". Printing more information for debugging the template:\n\ttemplate was:\n\t\t" + text_ +
                          "\n\tobject given to jsonpath engine was:\n\t\t" + go_syntax(object) + "\n\n\n");
    }
    out << *printed;
    return {};
  }

 private:
  // An array for each action.
  Result<std::string> print_json(const Value& object) const {
    auto all = path_.find(object, missing_);
    if (!all) return all.error();
    std::string out;
    for (Elements& results : *all) out += to_pretty_json(Value::array(std::move(results))) + "\n";
    return out;
  }

  JsonPath path_;
  std::string text_;
  Shape shape_;
  MissingKeys missing_;
};

class GoTemplatePrinter : public Printer {
 public:
  GoTemplatePrinter(GoTemplate parsed, std::string text, MissingKeys missing, Typing typing)
      : template_(std::move(parsed)), text_(std::move(text)), missing_(missing), typing_(typing) {}

  // What fails is explained on both streams: the template's output has already begun.
  Result<void> print(const Value& object, std::ostream& out) override {
    std::string printed;
    const auto done = template_.execute(object, missing_, printed);
    out << printed;
    if (done) return {};
    out << "Error executing template: " << done.error().message
        << ". Printing more information for debugging the template:\n\ttemplate was:\n\t\t" << text_
        << "\n\traw data was:\n\t\t" << raw(object) << "\n\tobject given to template engine was:\n\t\t"
        << go_value(object) << "\n\n";
    return client_error("error executing template " + go_quote(text_) + ": " + done.error().message);
  }

 private:
  // As encoding/json writes the object that the verb holds: a map by its keys, a struct by its fields.
  std::string raw(const Value& object) const {
    return typing_ == Typing::kGoTypes ? to_json(object, StructOrder::of_object(object)) : to_json(object, Escape::kGo);
  }

  GoTemplate template_;
  std::string text_;
  MissingKeys missing_;
  Typing typing_;
};

// The header stands above the first object only.
class CustomColumnsPrinter : public Printer {
 public:
  CustomColumnsPrinter(CustomColumns columns, Headers headers) : columns_(std::move(columns)), headers_(headers) {}

  Result<void> print(const Value& object, std::ostream& out) override {
    const Headers headers = std::exchange(headers_, Headers::kHide);
    return columns_.print(object["items"].is_array() ? object["items"].elements() : Elements{object}, headers, out);
  }

 private:
  CustomColumns columns_;
  Headers headers_;
};

template <class T, class... Args>
MadePrinter made(Args&&... args) {
  return std::unique_ptr<Printer>(std::make_unique<T>(std::forward<Args>(args)...));
}

Result<std::string> read_template(const std::string& path, std::string_view complaint) {
  const std::string why = ::access(path.c_str(), R_OK) == 0 ? "" : to_lower(std::strerror(errno));
  return read_file(path, client_error(std::string(complaint) + " " + path + ", open " + path + ": " + why));
}

MissingKeys missing_keys(const PrinterOptions& options) {
  return options.allow_missing_keys ? MissingKeys::kAllow : MissingKeys::kRefuse;
}

MadePrinter make_json_path(const std::string& text, const PrinterOptions& options, JsonPathPrinter::Shape shape) {
  auto path = JsonPath::parse(text);
  if (!path) return client_error("error parsing jsonpath " + text + ", " + path.error().message);
  return made<JsonPathPrinter>(*std::move(path), text, shape, missing_keys(options));
}

MadePrinter make_go_template(const std::string& text, const PrinterOptions& options) {
  auto parsed = GoTemplate::parse(text);
  if (!parsed) return client_error("error parsing template " + text + ", " + parsed.error().message);
  return made<GoTemplatePrinter>(*std::move(parsed), text, missing_keys(options), options.typing);
}

struct FormatRow {
  enum class Takes { kNothing, kTemplate, kTemplateFile, kColumns, kColumnsFile };
  std::string_view name;
  Takes takes;
  bool only_get;
  MadePrinter (*make)(const std::string& text, const PrinterOptions& options);  // null: a table
};

using Takes = FormatRow::Takes;
using Format = ObjectPrinter::Format;
using Shape = JsonPathPrinter::Shape;

template <Format format>
MadePrinter make_object(const std::string&, const PrinterOptions& options) {
  return made<ObjectPrinter>(format, options.show_managed_fields, options.typing);
}

template <Shape shape>
MadePrinter make_json_path_of(const std::string& text, const PrinterOptions& options) {
  return make_json_path(text, options, shape);
}

MadePrinter make_columns(const std::string& text, const PrinterOptions& options) {
  auto columns = CustomColumns::parse(text);
  if (!columns) return columns.error();
  return made<CustomColumnsPrinter>(*std::move(columns), options.headers ? Headers::kShow : Headers::kHide);
}

MadePrinter make_columns_of_file(const std::string& text, const PrinterOptions&) {
  auto columns = CustomColumns::parse_template(text);
  if (!columns) return columns.error();
  return made<CustomColumnsPrinter>(*std::move(columns), Headers::kShow);
}

MadePrinter make_name(const std::string&, const PrinterOptions&) { return made<NamePrinter>(); }

const FormatRow kFormats[] = {
    {"custom-columns", Takes::kColumns, true, make_columns},
    {"custom-columns-file", Takes::kColumnsFile, true, make_columns_of_file},
    {"go-template", Takes::kTemplate, false, make_go_template},
    {"go-template-file", Takes::kTemplateFile, false, make_go_template},
    {"json", Takes::kNothing, false, make_object<Format::kJson>},
    {"jsonpath", Takes::kTemplate, false, make_json_path_of<Shape::kText>},
    {"jsonpath-as-json", Takes::kTemplate, false, make_json_path_of<Shape::kJson>},
    {"jsonpath-file", Takes::kTemplateFile, false, make_json_path_of<Shape::kText>},
    {"kyaml", Takes::kNothing, false, make_object<Format::kKyaml>},
    {"name", Takes::kNothing, false, make_name},
    {"template", Takes::kTemplate, false, make_go_template},
    {"templatefile", Takes::kTemplateFile, false, make_go_template},
    {"wide", Takes::kNothing, true, nullptr},
    {"yaml", Takes::kNothing, false, make_object<Format::kYaml>},
};

// KUBECTL_KYAML=false takes KYAML away. Upstream: FeatureGate.IsDisabled.
bool is_known(const FormatRow& row, AllowedFormats formats) {
  if (row.only_get && formats != AllowedFormats::kTables) return false;
  if (row.name != "kyaml") return true;
  const char* wanted = std::getenv("KUBECTL_KYAML");
  return wanted == nullptr || to_lower(wanted) != "false";
}

Error no_such_format(const std::string& output, AllowedFormats formats) {
  std::vector<std::string> names;
  for (const FormatRow& row : kFormats)
    if (is_known(row, formats)) names.emplace_back(row.name);
  return client_error("unable to match a printer suitable for the output format " + go_quote(output) +
                      ", allowed formats are: " + join(names, ","));
}

// `-o FORMAT=TEMPLATE`, or -o FORMAT with --template. Formats without a template may be written in any case.
struct Asked {
  const FormatRow* row = nullptr;
  std::string text;
};

Asked find_format(const std::string& output, const std::string& template_text, AllowedFormats formats) {
  for (const FormatRow& row : kFormats) {
    if (!is_known(row, formats)) continue;
    if (row.takes == Takes::kNothing) {
      if (row.make == nullptr ? output == row.name : to_lower(output) == row.name) return {&row, {}};
    } else if (output == row.name) {
      return {&row, template_text};
    } else if (template_text.empty() && output.starts_with(std::string(row.name) + "=")) {
      return {&row, output.substr(row.name.size() + 1)};
    }
  }
  return {};
}

}  // namespace

MadePrinter make_printer(const PrinterOptions& options, AllowedFormats formats) {
  std::string output = options.format;
  if (output.empty() && !options.template_text.empty()) output = "go-template";
  if (output.empty()) return std::unique_ptr<Printer>();
  Asked asked = find_format(output, options.template_text, formats);
  if (asked.row == nullptr) return no_such_format(options.format, formats);
  if (asked.row->make == nullptr) return std::unique_ptr<Printer>();
  const bool columns = asked.row->takes == Takes::kColumns || asked.row->takes == Takes::kColumnsFile;
  if (asked.row->takes != Takes::kNothing && asked.text.empty()) {
    return client_error(columns ? "custom-columns format specified but no custom columns given"
                                : "template format specified but no template given");
  }
  if (asked.row->takes == Takes::kTemplateFile || asked.row->takes == Takes::kColumnsFile) {
    auto text = read_template(asked.text, columns ? "error reading template" : "error reading --template");
    if (!text) return text.error();
    asked.text = *std::move(text);
  }
  return asked.row->make(asked.text, options);
}

}  // namespace skiff::cli
