// The functions that a Go template may call: text/template's own, and kubectl's exists and base64decode.
#pragma once
#include <complex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

// A value on its way through a template. Go tells constants of the template (int) from numbers of the data (int64),
// what is not there from null, and what was taken out of a map or list (an interface) from what a pipeline gave.
struct TemplateValue {
  Value value;
  bool constant = false;
  bool missing = false;
  bool boxed = false;
  std::optional<std::complex<double>> complex = std::nullopt;  // JSON has none: `value` is its text

  static TemplateValue of_complex(std::complex<double> number);
  std::string_view type() const;
  bool is_text() const { return value.is_string() && !complex; }
};

using TemplateValues = std::vector<TemplateValue>;

struct TemplateFunction {
  std::string_view name;
  size_t least;
  bool more;        // takes any number beyond `least`
  bool takes_text;  // its first parameter is a string; the others take anything
  Result<TemplateValue> (*call)(const TemplateValues& arguments);
};

const TemplateFunction* find_template_function(std::string_view name);

// text/template.IsTrue
bool is_true(const TemplateValue& value);

}  // namespace skiff::cli
