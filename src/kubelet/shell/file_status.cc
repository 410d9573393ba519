#include "kubelet/shell/file_status.h"

#include <algorithm>

#include "base/strings.h"

namespace skiff::shell {
namespace {

constexpr int kSetUser = 04000, kSetGroup = 02000, kSticky = 01000;

// u+x, go-w, a=rX: one clause of a symbolic mode.
std::optional<int> changed_by_clause(int mode, std::string_view clause, bool directory) {
  int whom = 0;
  size_t at = 0;
  for (; at < clause.size() && std::string_view("ugoa").find(clause[at]) != std::string_view::npos; ++at)
    whom |= clause[at] == 'u' ? 0700 : clause[at] == 'g' ? 070 : clause[at] == 'o' ? 07 : 0777;
  // Without a letter all are meant, as far as the umask of 022 lets them.
  const bool masked = whom == 0;
  if (masked) whom = 0777;
  if (at == clause.size()) return std::nullopt;
  while (at < clause.size()) {
    const char sign = clause[at++];
    if (sign != '+' && sign != '-' && sign != '=') return std::nullopt;
    int bits = 0;
    for (; at < clause.size() && std::string_view("+-=").find(clause[at]) == std::string_view::npos; ++at) {
      const char c = clause[at];
      if (c == 'r') bits |= 0444 & whom;
      else if (c == 'w') bits |= 0222 & whom & (masked ? ~022 : 0777);
      else if (c == 'x' || (c == 'X' && (directory || (mode & 0111) != 0))) bits |= 0111 & whom;
      else if (c == 's') bits |= ((whom & 0700) != 0 ? kSetUser : 0) | ((whom & 070) != 0 ? kSetGroup : 0);
      else if (c == 't') bits |= kSticky;
      else if (c != 'X') return std::nullopt;
    }
    if (sign == '=') mode &= ~whom;
    mode = sign == '-' ? mode & ~bits : mode | bits;
  }
  return mode;
}

}  // namespace

std::string mode_text(const FileStatus& status) {
  std::string out = status.sort == FileStatus::Sort::kDirectory ? "d"
                    : status.sort == FileStatus::Sort::kLink    ? "l"
                                                                : "-";
  for (int shift = 6; shift >= 0; shift -= 3) {
    const int bits = status.mode >> shift;
    out += (bits & 4) != 0 ? 'r' : '-';
    out += (bits & 2) != 0 ? 'w' : '-';
    const bool runs = (bits & 1) != 0;
    const bool special = (status.mode & (shift == 6 ? kSetUser : shift == 3 ? kSetGroup : kSticky)) != 0;
    const char sign = shift == 0 ? 't' : 's';
    out += !special ? (runs ? 'x' : '-') : runs ? sign : static_cast<char>(sign - 'a' + 'A');
  }
  return out;
}

std::string owner_name(int64_t id) { return id == 0 ? "root" : std::to_string(id); }

std::optional<int> changed_mode(int mode, std::string_view change, bool directory) {
  const bool octal =
      !change.empty() && std::all_of(change.begin(), change.end(), [](char c) { return c >= '0' && c <= '7'; });
  if (octal) {
    int number = 0;
    for (const char c : change) number = std::min(number * 8 + (c - '0'), 010000);
    return number <= 07777 ? std::optional(number) : std::nullopt;
  }
  for (const std::string_view clause : split(change, ',')) {
    const auto next = changed_by_clause(mode, clause, directory);
    if (!next) return std::nullopt;
    mode = *next;
  }
  return mode;
}

}  // namespace skiff::shell
