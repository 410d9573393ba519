// The small shell's programs that have a language of their own: what is typed most of sed and awk.
#include <algorithm>
#include <optional>

#include "base/regular_expression.h"
#include "kubelet/shell/arguments.h"
#include "kubelet/shell/text.h"

namespace skiff::shell {
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

}  // namespace skiff::shell
