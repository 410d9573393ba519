// The small shell's programs that work on lines of text, as busybox has them.
#include <algorithm>
#include <charconv>
#include <optional>

#include "api/behavior_match.h"
#include "base/base64.h"
#include "base/regular_expression.h"
#include "base/strings.h"
#include "kubelet/shell_arguments.h"

namespace skiff::shell {
namespace {

// In a basic expression the signs of the extended one are plain characters, unless there is a backslash before them.
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

std::string literal_form(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view(R"(\.+*?()|[]{}^$)").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::optional<RegularExpression> pattern_of(Invocation& call, const std::string& pattern) {
  auto parsed = RegularExpression::parse(pattern);
  if (!parsed) call.outcome.understood = false;
  return parsed;
}

int64_t number_of(std::string_view text, int64_t otherwise = 0) {
  int64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Fields as awk has them: parted by blanks, or by a separator.
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

struct Grep {
  Options options;
  RegularExpression pattern;
  size_t most;
  bool names_files;

  bool matches(std::string_view line) const { return pattern.matches(line) != options.has('v'); }

  // The lines of one text that match; how many.
  size_t search(std::string_view text, const std::string& file, std::string& out) const {
    size_t found = 0, number = 0;
    const auto lines = lines_of(text);
    const auto after = static_cast<size_t>(number_of(options.value('A', options.value('C')))),
               before = static_cast<size_t>(number_of(options.value('B', options.value('C'))));
    const bool silent = options.has('q') || options.has('c') || options.has('l');
    size_t shown = 0, wanted = 0;  // the first line not yet shown, and the first not wanted any more
    for (; number < lines.size(); ++number) {
      const bool hit = found < most && matches(lines[number]);
      if (hit) {
        ++found;
        const size_t first = std::max(shown, number - std::min(before, number));
        if (!silent && !options.has('o')) {
          if (shown > 0 && first > shown && (after > 0 || before > 0)) out += "--\n";
          for (size_t i = first; i < number; ++i) show(lines[i], i, '-', file, out);
          show(lines[number], number, ':', file, out);
        } else if (!silent) {
          show_parts(lines[number], number, file, out);
        }
        shown = number + 1;
        wanted = number + 1 + after;
      } else if (number < wanted && !silent && !options.has('o')) {
        show(lines[number], number, '-', file, out);
        shown = number + 1;
      }
    }
    if (options.has('c') && !options.has('q')) out += (names_files ? file + ":" : "") + std::to_string(found) + "\n";
    if (options.has('l') && !options.has('q') && found > 0) out += file + "\n";
    return found;
  }

  void show(std::string_view line, size_t number, char mark, const std::string& file, std::string& out) const {
    if (names_files) out += file + mark;
    if (options.has('n')) out += std::to_string(number + 1) + mark;
    out += line;
    out += '\n';
  }

  void show_parts(std::string_view line, size_t number, const std::string& file, std::string& out) const {
    for (size_t from = 0; from <= line.size();) {
      const auto part = pattern.find(line, from);
      if (!part) return;
      if (part->end > part->begin) show(line.substr(part->begin, part->end - part->begin), number, ':', file, out);
      from = std::max(part->end, part->begin + 1);
    }
  }
};

// All files below a directory.
void add_files_below(const Invocation& call, const std::string& path, std::vector<std::string>& out) {
  const auto names = call.environment.list_directory(whole_path(call, path));
  if (!names) return out.push_back(path);
  for (const std::string& name : *names)
    add_files_below(
        call, path + (path.ends_with('/') ? "" : "/") + (name.ends_with('/') ? name.substr(0, name.size() - 1) : name),
        out);
}

}  // namespace

int run_grep(Invocation& call) {
  const bool extended = call.argv[0].ends_with("egrep");
  Options options = parse_options(call, "EFGivcqnolwxshHre:m:A:B:C:");
  if (!call.outcome.understood) return 2;
  std::string pattern = options.value('e');
  if (!options.has('e')) {
    if (options.operands.empty()) return complain(call, "no pattern") + 1;
    pattern = options.operands.front();
    options.operands.erase(options.operands.begin());
  }
  if (options.has('F') || call.argv[0].ends_with("fgrep")) pattern = literal_form(pattern);
  else if (!options.has('E') && !extended) pattern = extended_form(pattern);
  if (options.has('w')) pattern = "\\b(?:" + pattern + ")\\b";
  if (options.has('x')) pattern = "^(?:" + pattern + ")$";
  if (options.has('i')) pattern = "(?i)" + pattern;
  const auto parsed = pattern_of(call, pattern);
  if (!parsed) return 2;
  std::vector<std::string> paths = options.operands;
  if (options.has('r')) {
    paths.clear();
    for (const std::string& path : options.operands) add_files_below(call, path, paths);
  }
  const bool several = (paths.size() > 1 || options.has('r') || options.has('H')) && !options.has('h');
  const auto most = static_cast<size_t>(number_of(options.value('m'), -1));
  const Grep grep{options, *parsed, most, several};
  size_t found = 0;
  int status = 0;
  if (paths.empty()) paths.emplace_back("-");
  for (const std::string& path : paths) {
    const auto text =
        path == "-" ? std::optional(std::string(call.input)) : call.environment.read_file(whole_path(call, path));
    if (text) found += grep.search(*text, path == "-" ? "(standard input)" : path, call.outcome.out);
    else status = 2;
    if (!text && !options.has('s')) complain(call, path + ": No such file or directory");
  }
  return status != 0 ? status : found > 0 ? 0 : 1;
}

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

namespace {

// One command of sed: an address (a line's number, $, an expression, or numbers from and to) and s, p, d or q.
struct Edit {
  static constexpr size_t kLast = SIZE_MAX;

  std::optional<RegularExpression> where;
  size_t line = 0;   // 0: any
  size_t until = 0;  // 0: that line alone
  char what = 0;
  std::optional<RegularExpression> from;
  std::string to;
  bool everywhere = false, prints = false;

  bool concerns(std::string_view text, size_t number, bool is_last) const {
    if (where) return where->matches(text);
    if (line == kLast) return is_last;
    return line == 0 || line == number || (line < number && number <= until);
  }
};

// What stands between two delimiters, of which a backslash takes the meaning.
std::optional<std::string> delimited(std::string_view script, size_t& at, char delimiter) {
  std::string out;
  for (; at < script.size(); ++at) {
    if (script[at] == delimiter) {
      ++at;
      return out;
    }
    if (script[at] == '\\' && at + 1 < script.size() && script[at + 1] == delimiter) ++at;
    else if (script[at] == '\\' && at + 1 < script.size()) out += script[at++];
    out += script[at];
  }
  return std::nullopt;
}

// A line's number or $; 0 if there is none.
size_t line_address(std::string_view script, size_t& at) {
  if (at < script.size() && script[at] == '$') {
    ++at;
    return Edit::kLast;
  }
  size_t line = 0;
  while (at < script.size() && script[at] >= '0' && script[at] <= '9')
    line = line * 10 + static_cast<size_t>(script[at++] - '0');
  return line;
}

std::optional<Edit> parse_edit(std::string_view script, size_t& at, bool extended) {
  Edit edit;
  const auto expression = [&](const std::string& text) {
    return RegularExpression::parse(extended ? text : extended_form(text));
  };
  if (at < script.size() && script[at] == '/') {
    const auto text = delimited(script, ++at, '/');
    if (text) edit.where = expression(*text);
    if (!edit.where) return std::nullopt;
  } else {
    edit.line = line_address(script, at);
    if (edit.line != 0 && at < script.size() && script[at] == ',') {
      edit.until = line_address(script, ++at);
      if (edit.until == 0) return std::nullopt;
    }
  }
  if (at >= script.size()) return std::nullopt;
  edit.what = script[at++];
  if (edit.what == 'p' || edit.what == 'd' || edit.what == 'q') return edit;
  if (edit.what != 's' || at >= script.size()) return std::nullopt;
  const char delimiter = script[at++];
  const auto from = delimited(script, at, delimiter), to = delimited(script, at, delimiter);
  if (from) edit.from = expression(*from);
  if (!edit.from || !to) return std::nullopt;
  edit.to = *to;
  for (; at < script.size() && script[at] != ';'; ++at) {
    if (script[at] == 'g') edit.everywhere = true;
    else if (script[at] == 'p') edit.prints = true;
    else return std::nullopt;
  }
  // Groups are not kept.
  for (size_t i = 0; i + 1 < to->size(); ++i)
    if ((*to)[i] == '\\' && (*to)[i + 1] >= '0' && (*to)[i + 1] <= '9') return std::nullopt;
  return edit;
}

bool substitute(const Edit& edit, std::string& line) {
  std::string out;
  size_t from = 0;
  bool any = false;
  while (from <= line.size()) {
    const auto found = edit.from->find(line, from);
    if (!found || (any && !edit.everywhere)) break;
    any = true;
    out += line.substr(from, found->begin - from);
    for (size_t i = 0; i < edit.to.size(); ++i) {
      if (edit.to[i] == '&') out += line.substr(found->begin, found->end - found->begin);
      else if (edit.to[i] != '\\' || i + 1 == edit.to.size()) out += edit.to[i];
      else out += edit.to[++i] == 'n' ? '\n' : edit.to[i];
    }
    from = found->end;
    if (found->end == found->begin) {
      if (from < line.size()) out += line[from];
      ++from;
    }
  }
  if (from < line.size()) out += line.substr(from);
  if (any) line = std::move(out);
  return any;
}

}  // namespace

int run_sed(Invocation& call) {
  Options options = parse_options(call, "nErie:");
  std::string script = options.value('e');
  if (!options.has('e')) {
    if (options.operands.empty()) return complain(call, "no script");
    script = options.operands.front();
    options.operands.erase(options.operands.begin());
  }
  std::vector<Edit> edits;
  for (size_t at = 0; at < script.size();) {
    if (script[at] == ';' || script[at] == ' ' || script[at] == '\n') {
      ++at;
      continue;
    }
    auto edit = parse_edit(script, at, options.has('E') || options.has('r'));
    if (!edit) {
      call.outcome.understood = false;
      return 1;
    }
    edits.push_back(std::move(*edit));
  }
  std::vector<std::string> texts;
  const bool all = read_inputs(call, options.operands, texts);
  if (options.has('i') && !all) return 1;
  for (size_t i = 0; i < texts.size(); ++i) {
    std::string out;
    const auto lines = lines_of(texts[i]);
    bool over = false;
    for (size_t number = 1; number <= lines.size() && !over; ++number) {
      std::string line(lines[number - 1]);
      bool kept = true;
      for (const Edit& edit : edits) {
        if (!kept || over || !edit.concerns(line, number, number == lines.size())) continue;
        const bool printed = edit.what == 'p' || (edit.what == 's' && substitute(edit, line) && edit.prints);
        if (printed) out += line + "\n";
        kept = edit.what != 'd';
        over = edit.what == 'q';
      }
      if (kept && !options.has('n')) out += line + "\n";
    }
    if (!options.has('i')) {
      call.outcome.out += out;
      continue;
    }
    const std::string problem = call.environment.write_file(whole_path(call, options.operands[i]), std::move(out));
    if (!problem.empty()) return complain(call, "can't create temp file '" + options.operands[i] + "': " + problem);
  }
  return all ? 0 : 1;
}

namespace {

// What awk prints for one line: fields, texts in quotes, NR and NF; a comma is a blank.
std::optional<std::string> printed_by_awk(std::string_view list, std::string_view line, size_t number,
                                          const std::vector<std::string>& fields) {
  std::string out;
  for (size_t at = 0; at < list.size();) {
    const std::string_view rest = list.substr(at);
    if (rest[0] == ' ') {
      ++at;
    } else if (rest[0] == ',') {
      out += ' ';
      ++at;
    } else if (rest.starts_with("$NF")) {
      out += fields.empty() ? "" : fields.back();
      at += 3;
    } else if (rest.starts_with("NR") || rest.starts_with("NF")) {
      out += std::to_string(rest[1] == 'R' ? number : fields.size());
      at += 2;
    } else if (rest[0] == '$') {
      size_t end = 1;
      while (end < rest.size() && rest[end] >= '0' && rest[end] <= '9') ++end;
      if (end == 1) return std::nullopt;
      const auto field = static_cast<size_t>(number_of(rest.substr(1, end - 1)));
      if (field == 0) out += line;
      else if (field <= fields.size()) out += fields[field - 1];
      at += end;
    } else if (rest[0] == '"') {
      ++at;
      const auto text = delimited(list, at, '"');
      if (!text) return std::nullopt;
      for (size_t i = 0; i < text->size(); ++i) {
        if ((*text)[i] != '\\' || i + 1 == text->size()) out += (*text)[i];
        else out += (*text)[++i] == 'n' ? '\n' : (*text)[i] == 't' ? '\t' : (*text)[i];
      }
    } else {
      return std::nullopt;
    }
  }
  return out;
}

}  // namespace

// awk '[/RE/ or NR==N] {print …}'.
int run_awk(Invocation& call) {
  Options options = parse_options(call, "F:");
  if (options.operands.empty()) return complain(call, "no program");
  std::string_view script = options.operands.front();
  const std::vector<std::string> paths(options.operands.begin() + 1, options.operands.end());
  const auto give_up = [&] {
    call.outcome.understood = false;
    return 2;
  };
  const auto skip = [&] { script.remove_prefix(std::min(script.find_first_not_of(' '), script.size())); };
  std::optional<RegularExpression> where;
  size_t only = 0;
  skip();
  if (script.starts_with('/')) {
    size_t at = 1;
    const auto text = delimited(script, at, '/');
    if (text) where = RegularExpression::parse(*text);
    if (!where) return give_up();
    script.remove_prefix(at);
  } else if (script.starts_with("NR==")) {
    only = static_cast<size_t>(number_of(script.substr(4)));
    script.remove_prefix(std::min(script.find_first_not_of("0123456789", 4), script.size()));
  }
  skip();
  while (script.ends_with(' ')) script.remove_suffix(1);
  std::string_view list = "$0";
  if (!script.empty()) {
    if (!script.starts_with('{') || !script.ends_with('}')) return give_up();
    script = script.substr(1, script.size() - 2);
    skip();
    while (script.ends_with(' ') || script.ends_with(';')) script.remove_suffix(1);
    if (!script.starts_with("print")) return give_up();
    script.remove_prefix(5);
    skip();
    if (!script.empty()) list = script;
  } else if (!where && only == 0) {
    return give_up();
  }
  std::vector<std::string> texts;
  const bool all = read_inputs(call, paths, texts);
  size_t number = 0;
  for (const std::string& text : texts) {
    for (const std::string_view line : lines_of(text)) {
      ++number;
      if ((where && !where->matches(line)) || (only != 0 && only != number)) continue;
      const auto printed = printed_by_awk(list, line, number, fields_of(line, options.value('F')));
      if (!printed) return give_up();
      call.outcome.out += *printed + "\n";
    }
  }
  return all ? 0 : 2;
}

// find DIR… [-name GLOB] [-type f|d].
int run_find(Invocation& call) {
  std::vector<std::string> paths;
  std::string name;
  char type = 0;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& word = call.argv[i];
    if (word == "-name" && i + 1 < call.argv.size()) name = call.argv[++i];
    else if (word == "-type" && i + 1 < call.argv.size()) type = call.argv[++i][0];
    else if (word == "-print") continue;
    else if (word.starts_with('-')) call.outcome.understood = false;
    else paths.push_back(word);
  }
  if (paths.empty()) paths.emplace_back(".");
  int status = 0;
  const auto walk = [&](const auto& self, const std::string& path) -> void {
    const auto names = call.environment.list_directory(whole_path(call, path));
    if (!names && !call.environment.read_file(whole_path(call, path))) {
      status = complain(call, path + ": No such file or directory");
      return;
    }
    const std::string base = path.substr(path.rfind('/') + 1);
    if ((name.empty() || glob_matches(name, base)) && (type == 0 || (type == 'd') == names.has_value()))
      call.outcome.out += path + "\n";
    if (!names) return;
    for (const std::string& one : *names) self(self, path + (path.ends_with('/') ? "" : "/") + one);
  };
  for (const std::string& path : paths) walk(walk, path);
  return status;
}

}  // namespace skiff::shell
