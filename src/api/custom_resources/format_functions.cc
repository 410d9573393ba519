// Named formats: format.dns1123Label().validate(x). Mirrors apiserver/pkg/cel/library/format.go.
#include <string>

#include "api/custom_resources/rule_functions.h"
#include "api/name_rules.h"
#include "base/base64.h"
#include "base/time.h"
#include "cel/tagged.h"

namespace skiff {
namespace {

using cel::Arguments;
using cel::Outcome;
using cel::Style;

// What follows a prefix makes a dash at its end right.
std::string without_dash(std::string_view prefix) {
  if (prefix.size() > 1 && prefix.back() == '-') return std::string(prefix.substr(0, prefix.size() - 2)) + "a";
  return std::string(prefix);
}

Problems label_prefix(std::string_view text) { return dns1123_label_problems(without_dash(text)); }
Problems subdomain_prefix(std::string_view text) { return dns1123_subdomain_problems(without_dash(text)); }
Problems dns1035_prefix(std::string_view text) { return dns1035_label_problems(without_dash(text)); }

Problems problem_unless(bool good, const char* problem) {
  if (good) return {};
  return {problem};
}

Problems uri_problems(std::string_view text) {
  const Value argument(text);
  const Outcome known = [&] {
    for (const cel::Overload& overload : network_functions())
      if (overload.name == "isURL") return overload.run(Arguments(&argument, 1));
    return Outcome(Value(false));
  }();
  return problem_unless(std::get<Value>(known).as_bool(), "invalid URI for request");
}

Problems uuid_problems(std::string_view text) {
  bool good = text.size() == 36;
  for (size_t i = 0; i < text.size() && good; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    good = dash ? text[i] == '-' : std::isxdigit(static_cast<unsigned char>(text[i])) != 0;
  }
  return problem_unless(good, "does not match the UUID format");
}

Problems byte_problems(std::string_view text) {
  return problem_unless(base64_decode(text).has_value(), "invalid base64");
}
Problems date_problems(std::string_view text) {
  return problem_unless(text.size() == 10 && parse_rfc3339(std::string(text) + "T00:00:00Z"), "invalid date");
}
Problems time_problems(std::string_view text) {
  return problem_unless(parse_rfc3339(text).has_value(), "invalid datetime");
}

struct Format {
  std::string_view name;
  Problems (*problems)(std::string_view text);
};
constexpr Format kFormats[] = {
    {"dns1123Label", dns1123_label_problems},
    {"dns1123Subdomain", dns1123_subdomain_problems},
    {"dns1035Label", dns1035_label_problems},
    {"qualifiedName", label_key_problems},
    {"dns1123LabelPrefix", label_prefix},
    {"dns1123SubdomainPrefix", subdomain_prefix},
    {"dns1035LabelPrefix", dns1035_prefix},
    {"labelValue", label_value_problems},
    {"uri", uri_problems},
    {"uuid", uuid_problems},
    {"byte", byte_problems},
    {"date", date_problems},
    {"datetime", time_problems},
};

template <size_t i>
Outcome format_at(Arguments) {
  return cel::host_value('F', kFormats[i].name);
}

Outcome format_named(Arguments a) {
  for (const Format& format : kFormats)
    if (format.name == a[0].as_string()) return cel::option_of(cel::host_value('F', format.name));
  return cel::no_option();
}

// Nothing if the text keeps to the format, else all that is wrong.
Outcome validate_format(Arguments a) {
  const std::string_view name = cel::host_inner(a[0], 'F').as_string();
  for (const Format& format : kFormats) {
    if (format.name != name) continue;
    Value problems = Value::array();
    for (const std::string& problem : format.problems(a[1].as_string())) problems.push_back(problem);
    return problems.empty() ? cel::no_option() : cel::option_of(problems);
  }
  return cel::no_option();
}

constexpr cel::Overload kFormatFunctions[] = {
    {"format.named", Style::kFunction, "sG", format_named},
    {"validate", Style::kMember, "FsP", validate_format},
    {"format.dns1123Label", Style::kFunction, "F", format_at<0>},
    {"format.dns1123Subdomain", Style::kFunction, "F", format_at<1>},
    {"format.dns1035Label", Style::kFunction, "F", format_at<2>},
    {"format.qualifiedName", Style::kFunction, "F", format_at<3>},
    {"format.dns1123LabelPrefix", Style::kFunction, "F", format_at<4>},
    {"format.dns1123SubdomainPrefix", Style::kFunction, "F", format_at<5>},
    {"format.dns1035LabelPrefix", Style::kFunction, "F", format_at<6>},
    {"format.labelValue", Style::kFunction, "F", format_at<7>},
    {"format.uri", Style::kFunction, "F", format_at<8>},
    {"format.uuid", Style::kFunction, "F", format_at<9>},
    {"format.byte", Style::kFunction, "F", format_at<10>},
    {"format.date", Style::kFunction, "F", format_at<11>},
    {"format.datetime", Style::kFunction, "F", format_at<12>},
};

}  // namespace

cel::Overloads format_functions() { return kFormatFunctions; }

}  // namespace skiff
