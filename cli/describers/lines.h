// The text of a description while it grows: lines of `Label:<tab>value`, indented two blanks a level. flush() lays out
// what has come since the last one; alignment starts afresh after it. Mirrors kubectl's PrefixWriter over a tabwriter.
#pragma once
#include <string>
#include <string_view>

namespace skiff::cli {

class Lines {
 public:
  // One line, or several if the text has newlines of its own.
  void add(int level, std::string_view text);
  void add(int level, std::string_view label, std::string_view value) { add(level, joined(label, value)); }
  void add(int level, std::string_view label, int64_t value) { add(level, label, std::to_string(value)); }
  // Without a newline or an indentation.
  Lines& append(std::string_view text);
  void flush();
  // Everything, laid out.
  std::string take();
  // Everything since the last flush, columns apart by tabs.
  std::string take_raw() { return std::move(block_); }

 private:
  static std::string joined(std::string_view label, std::string_view value);
  std::string done_;
  std::string block_;
};

}  // namespace skiff::cli
