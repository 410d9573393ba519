// date: the cluster's clock, in UTC.
#include "base/strings.h"
#include "kubelet/shell/arguments.h"

namespace skiff::shell {
namespace {

constexpr std::string_view kWeekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};

template <size_t size>
std::string whole_name(const std::string_view (&names)[size], std::string_view beginning) {
  for (const std::string_view name : names)
    if (name.starts_with(beginning)) return std::string(name);
  return {};
}

class Moment {
 public:
  explicit Moment(Time at) : at_(at), text_(rfc3339(at)), words_(rfc1123z(at)) {}

  // strftime(3). Nothing for a letter that is not known.
  std::optional<std::string> field(char what) const {
    switch (what) {
      case 's':
        return std::to_string(std::chrono::floor<seconds>(at_).time_since_epoch().count());
      case 'N':
        return digits(static_cast<int64_t>((at_.time_since_epoch() % seconds(1)).count()), 9, '0');
      case 'Y':
        return text_.substr(0, 4);
      case 'y':
        return text_.substr(2, 2);
      case 'm':
        return text_.substr(5, 2);
      case 'd':
        return text_.substr(8, 2);
      case 'e':
        return digits(number(8), 2, ' ');
      case 'j':
        return digits(day_of_year(), 3, '0');
      case 'H':
        return text_.substr(11, 2);
      case 'I':
        return digits((number(11) + 11) % 12 + 1, 2, '0');
      case 'M':
        return text_.substr(14, 2);
      case 'S':
        return text_.substr(17, 2);
      case 'p':
        return std::string(number(11) < 12 ? "AM" : "PM");
      case 'Z':
        return std::string("UTC");
      case 'z':
        return std::string("+0000");
      case 'a':
        return words_.substr(0, 3);
      case 'A':
        return whole_name(kWeekdays, words_.substr(0, 3));
      case 'b':
      case 'h':
        return words_.substr(8, 3);
      case 'B':
        return whole_name(kMonths, words_.substr(8, 3));
      case 'n':
        return std::string("\n");
      case 't':
        return std::string("\t");
      case '%':
        return std::string("%");
      default:
        return std::nullopt;
    }
  }

 private:
  int64_t number(size_t at) const { return std::stol(text_.substr(at, 2)); }
  static std::string digits(int64_t number, size_t width, char fill) {
    const std::string text = std::to_string(number);
    return std::string(width > text.size() ? width - text.size() : 0, fill) + text;
  }
  int64_t day_of_year() const {
    const Time first = *parse_rfc3339(text_.substr(0, 4) + "-01-01T00:00:00Z");
    return std::chrono::floor<hours>(at_ - first).count() / 24 + 1;
  }

  Time at_;
  std::string text_;   // 2026-11-22T15:31:24Z
  std::string words_;  // Sun, 22 Nov 2026 15:31:24 +0000
};

// What stands for several fields.
std::string_view expansion_of(char what) {
  return what == 'F'   ? "%Y-%m-%d"
         : what == 'T' ? "%H:%M:%S"
         : what == 'R' ? "%H:%M"
         : what == 'D' ? "%m/%d/%y"
         : what == 'c' ? "%a %b %e %H:%M:%S %Y"
                       : "";
}

std::string dated(std::string_view form, const Moment& moment, bool& understood) {
  std::string out;
  for (size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '%' || i + 1 == form.size()) {
      out += form[i];
    } else if (const std::string_view several = expansion_of(form[++i]); !several.empty()) {
      out += dated(several, moment, understood);
    } else {
      const auto field = moment.field(form[i]);
      understood = understood && field;
      out += field.value_or("");
    }
  }
  return out;
}

// "@SECONDS", "2026-01-02 03:04:05", "2026-01-02T03:04:05Z", "2026-01-02".
std::optional<Time> moment_of(const std::string& text) {
  if (text.size() > 1 && text[0] == '@' && text.find_first_not_of("0123456789", 1) == std::string::npos &&
      text.size() < 12)
    return Time(seconds(std::stol(text.substr(1))));
  if (text.size() == 10) return parse_rfc3339(text + "T00:00:00Z");
  if (text.size() == 19) return parse_rfc3339(text.substr(0, 10) + "T" + text.substr(11) + "Z");
  return parse_rfc3339(text);
}

}  // namespace

int run_date(Invocation& call) {
  Time at = call.environment.now();
  std::string form = "%a %b %e %H:%M:%S UTC %Y";
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& word = call.argv[i];
    if (word.starts_with('+')) {
      form = word.substr(1);
    } else if (word == "-R") {
      form = "%a, %d %b %Y %H:%M:%S +0000";
    } else if (word.starts_with("-I") || word.starts_with("--iso-8601")) {
      const std::string precision =
          word.starts_with("-I") ? word.substr(2) : word.substr(std::min<size_t>(11, word.size()));
      if (precision.empty() || precision == "date") form = "%F";
      else if (precision == "seconds") form = has_busybox(call.environment) ? "%FT%TZ" : "%FT%T+00:00";
      else call.outcome.understood = false;
    } else if (word == "-d" && i + 1 < call.argv.size()) {
      const auto given = moment_of(call.argv[++i]);
      if (given) at = *given;
      else call.outcome.understood = false;  // "yesterday"
    } else if (word != "-u") {
      call.outcome.understood = false;
    }
  }
  call.outcome.out += dated(form, Moment(at), call.outcome.understood) + "\n";
  return 0;
}

}  // namespace skiff::shell
