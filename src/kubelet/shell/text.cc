#include "kubelet/shell/text.h"

#include <algorithm>
#include <charconv>

namespace skiff::shell {

std::string extended_form(std::string_view basic) {
  static constexpr std::string_view kSigns = "+?|(){}";
  std::string out;
  for (size_t i = 0; i < basic.size(); ++i) {
    if (basic[i] == '\\' && i + 1 < basic.size()) {
      if (kSigns.find(basic[++i]) == std::string_view::npos) out += '\\';
    } else if (kSigns.find(basic[i]) != std::string_view::npos || (basic[i] == '*' && out.empty())) {
      out += '\\';
    }
    out += basic[i];
  }
  return out;
}

int64_t number_of(std::string_view text, int64_t otherwise) {
  int64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<double> seconds_of(std::string_view text) {
  double amount = 0;
  const char* const all = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), all, amount);
  const std::string_view unit(end, static_cast<size_t>(all - end));
  const double scale = unit.empty() || unit == "s" ? 1
                       : unit == "m"               ? 60
                       : unit == "h"               ? 3600
                       : unit == "d"               ? 86400
                                                   : 0;
  if (error != std::errc() || scale == 0 || amount < 0) return std::nullopt;
  return amount * scale;
}

std::vector<std::string> fields_of(std::string_view line, std::string_view separator) {
  std::vector<std::string> fields;
  if (!separator.empty()) {
    for (size_t from = 0;;) {
      const size_t at = line.find(separator, from);
      fields.emplace_back(line.substr(from, at == std::string_view::npos ? at : at - from));
      if (at == std::string_view::npos) return fields;
      from = at + separator.size();
    }
  }
  for (size_t from = 0; (from = line.find_first_not_of(" \t", from)) != std::string_view::npos;) {
    const size_t end = std::min(line.find_first_of(" \t", from), line.size());
    fields.emplace_back(line.substr(from, end - from));
    from = end;
  }
  return fields;
}

}  // namespace skiff::shell
