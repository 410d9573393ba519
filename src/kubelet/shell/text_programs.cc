// The small shell's programs that work on lines of text, as busybox has them.
#include <algorithm>

#include "base/base64.h"
#include "base/strings.h"
#include "kubelet/shell/arguments.h"
#include "kubelet/shell/text.h"

namespace skiff::shell {

// sort -k N counts fields that are parted by blanks, or by -t.
int run_sort(Invocation& call) {
  const Options options = parse_options(call, "rnuk:t:f");
  std::vector<std::string> texts, lines;
  const bool all = read_inputs(call, options.operands, texts);
  for (const std::string& text : texts)
    for (const std::string_view line : lines_of(text)) lines.emplace_back(line);
  const std::string wanted = options.value('k');
  if (!wanted.empty() && wanted.find_first_not_of("0123456789,nr") != std::string::npos)
    call.outcome.understood = false;
  const bool numeric = options.has('n') || wanted.find('n') != std::string::npos;
  const bool reversed = options.has('r') || wanted.find('r') != std::string::npos;
  const auto key = [&](const std::string& line) {
    if (wanted.empty()) return line;
    const auto fields = fields_of(line, options.value('t'));
    const auto first = static_cast<size_t>(number_of(wanted, 1));
    const size_t comma = wanted.find(',');
    const size_t last = comma == std::string::npos
                            ? fields.size()
                            : static_cast<size_t>(number_of(std::string_view(wanted).substr(comma + 1), 1));
    std::string text;
    for (size_t i = first; i <= std::min(last, fields.size()); ++i) text += (text.empty() ? "" : " ") + fields[i - 1];
    return text;
  };
  const auto compare = [&](const std::string& a, const std::string& b) {
    const std::string left = options.has('f') ? to_lower(key(a)) : key(a);
    const std::string right = options.has('f') ? to_lower(key(b)) : key(b);
    if (!numeric) return left.compare(right);
    const double one = std::atof(left.c_str()), other = std::atof(right.c_str());
    return one < other ? -1 : one > other ? 1 : 0;
  };
  std::stable_sort(lines.begin(), lines.end(), [&](const std::string& a, const std::string& b) {
    int order = compare(a, b);
    if (order == 0 && !options.has('u')) order = a.compare(b);
    return reversed ? order > 0 : order < 0;
  });
  if (options.has('u'))
    lines.erase(std::unique(lines.begin(), lines.end(),
                            [&](const std::string& a, const std::string& b) { return compare(a, b) == 0; }),
                lines.end());
  for (const std::string& line : lines) call.outcome.out += line + "\n";
  return all ? 0 : 1;
}

int run_uniq(Invocation& call) {
  const Options options = parse_options(call, "cdu");
  std::vector<std::string> texts;
  const bool all = read_inputs(call, options.operands, texts);
  for (const std::string& text : texts) {
    const auto lines = lines_of(text);
    for (size_t from = 0, to = 0; from < lines.size(); from = to) {
      while (to < lines.size() && lines[to] == lines[from]) ++to;
      if ((options.has('d') && to - from < 2) || (options.has('u') && to - from > 1)) continue;
      const std::string count = std::to_string(to - from);
      if (options.has('c')) call.outcome.out += std::string(7 - std::min<size_t>(7, count.size()), ' ') + count + " ";
      call.outcome.out += std::string(lines[from]) + "\n";
    }
  }
  return all ? 0 : 1;
}

// cut -d X -f LIST, cut -c LIST.
int run_cut(Invocation& call) {
  const Options options = parse_options(call, "d:f:c:s");
  const bool by_field = options.has('f');
  const std::string list = by_field ? options.value('f') : options.value('c');
  if (list.empty()) return complain(call, "expected a list of bytes, characters, or fields");
  const auto wanted = [&](size_t number) {
    for (const std::string_view range : split(list, ',')) {
      const size_t dash = range.find('-');
      const auto first = static_cast<size_t>(number_of(range.substr(0, dash), 1));
      const auto last = dash == std::string_view::npos ? first
                        : dash + 1 == range.size()     ? std::string::npos
                                                       : static_cast<size_t>(number_of(range.substr(dash + 1)));
      if (number >= first && number <= last) return true;
    }
    return false;
  };
  std::vector<std::string> texts;
  const bool all = read_inputs(call, options.operands, texts);
  const std::string separator = options.value('d', "\t");
  for (const std::string& text : texts) {
    for (const std::string_view line : lines_of(text)) {
      std::string out;
      if (!by_field) {
        for (size_t i = 0; i < line.size(); ++i)
          if (wanted(i + 1)) out += line[i];
      } else if (line.find(separator) == std::string_view::npos) {
        if (options.has('s')) continue;
        out = line;
      } else {
        const auto fields = fields_of(line, separator);
        bool first = true;
        for (size_t i = 0; i < fields.size(); ++i) {
          if (!wanted(i + 1)) continue;
          out += (std::exchange(first, false) ? "" : separator) + fields[i];
        }
      }
      call.outcome.out += out + "\n";
    }
  }
  return all ? 0 : 1;
}

namespace {

// a-z, [:upper:] and \n in a set of tr.
std::string characters_of(std::string_view set) {
  std::string out;
  const auto range = [&](char from, char to) {
    for (unsigned c = static_cast<unsigned char>(from); c <= static_cast<unsigned char>(to); ++c)
      out += static_cast<char>(c);
  };
  static constexpr std::pair<std::string_view, std::string_view> kClasses[] = {
      {"[:upper:]", "AZ"}, {"[:lower:]", "az"}, {"[:digit:]", "09"}, {"[:alpha:]", "AZaz"}, {"[:alnum:]", "09AZaz"}};
  for (size_t i = 0; i < set.size(); ++i) {
    const auto named = std::find_if(std::begin(kClasses), std::end(kClasses),
                                    [&](const auto& one) { return set.substr(i).starts_with(one.first); });
    if (named != std::end(kClasses)) {
      for (size_t at = 0; at < named->second.size(); at += 2) range(named->second[at], named->second[at + 1]);
      i += named->first.size() - 1;
    } else if (set.substr(i).starts_with("[:space:]")) {
      out += " \t\n\r\f\v";
      i += 8;
    } else if (set[i] == '\\' && i + 1 < set.size()) {
      const char c = set[++i];
      out += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
    } else if (i + 2 < set.size() && set[i + 1] == '-') {
      range(set[i], set[i + 2]);
      i += 2;
    } else {
      out += set[i];
    }
  }
  return out;
}

}  // namespace

int run_tr(Invocation& call) {
  const Options options = parse_options(call, "dsc");
  if (options.operands.empty()) return complain(call, "missing operand");
  const std::string from = characters_of(options.operands[0]);
  const std::string to = options.operands.size() > 1 ? characters_of(options.operands[1]) : "";
  if (options.has('d') ? options.operands.size() != 1 : to.empty() && !options.has('s'))
    call.outcome.understood = false;
  char last = 0;
  bool any = false;
  for (const char c : call.input) {
    const size_t at = from.find(c);
    const bool selected = (at != std::string::npos) != options.has('c');
    if (selected && options.has('d')) continue;
    const char changed =
        !selected || to.empty() ? c : to[options.has('c') ? to.size() - 1 : std::min(at, to.size() - 1)];
    if (options.has('s') && selected && any && changed == last) continue;
    call.outcome.out += last = changed;
    any = true;
  }
  return 0;
}

int run_rev(Invocation& call) {
  std::vector<std::string> texts;
  const bool all = read_inputs(call, parse_options(call, "").operands, texts);
  for (const std::string& text : texts)
    for (const std::string_view line : lines_of(text))
      call.outcome.out += std::string(line.rbegin(), line.rend()) + "\n";
  return all ? 0 : 1;
}

int run_wc(Invocation& call) {
  const Options options = parse_options(call, "lwc");
  std::vector<std::string> texts;
  const bool all = read_inputs(call, options.operands, texts);
  const bool everything = options.given.empty();
  const auto shown = [&](char letter) { return everything || options.has(letter); };
  std::vector<size_t> total(3);
  const auto row = [&](const std::vector<size_t>& counts, const std::string& name) {
    std::string out;
    for (size_t i = 0; i < 3; ++i) {
      if (!shown("lwc"[i])) continue;
      std::string text = std::to_string(counts[i]);
      if (everything || options.given.size() > 1) text.insert(0, 9 - std::min<size_t>(9, text.size()), ' ');
      out += (out.empty() ? "" : " ") + text;
    }
    call.outcome.out += out + (name.empty() ? "" : " " + name) + "\n";
  };
  for (size_t i = 0; i < texts.size(); ++i) {
    const std::string& text = texts[i];
    size_t words = 0;
    for (const std::string_view line : lines_of(text)) words += fields_of(line, {}).size();
    const std::vector<size_t> counts = {static_cast<size_t>(std::count(text.begin(), text.end(), '\n')), words,
                                        text.size()};
    for (size_t at = 0; at < 3; ++at) total[at] += counts[at];
    row(counts, all && i < options.operands.size() ? options.operands[i] : "");
  }
  if (texts.size() > 1) row(total, "total");
  return all ? 0 : 1;
}

int run_base64(Invocation& call) {
  const Options options = parse_options(call, "dw:");
  std::vector<std::string> texts;
  const bool all = read_inputs(call, options.operands, texts);
  for (const std::string& text : texts) {
    if (!options.has('d')) {
      const std::string encoded = base64_encode(text);
      const auto width = static_cast<size_t>(number_of(options.value('w'), 76));
      if (width == 0) call.outcome.out += encoded;
      for (size_t at = 0; width > 0 && at < encoded.size(); at += width)
        call.outcome.out += encoded.substr(at, width) + "\n";
      continue;
    }
    std::string stripped;
    for (const char c : text)
      if (c != '\n') stripped += c;
    const auto decoded = base64_decode(stripped);
    if (!decoded) return complain(call, "invalid input");
    call.outcome.out += *decoded;
  }
  return all ? 0 : 1;
}

}  // namespace skiff::shell
