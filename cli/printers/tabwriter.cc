#include "cli/printers/tabwriter.h"

#include <algorithm>
#include <vector>

#include "base/strings.h"

namespace skiff::cli {
namespace {

using Line = std::vector<std::string_view>;

class Layout {
 public:
  Layout(std::string_view text, const Tabstops& tabstops) : tabstops_(tabstops) {
    for (const std::string_view line : split(text, '\n')) lines_.push_back(split(line, '\t'));
  }

  std::string print() {
    place(0, lines_.size());
    out_.pop_back();  // the last line ends without a newline; if the text ended in one, that line is empty
    return std::move(out_);
  }

 private:
  bool has_cell(size_t line, size_t column) const { return column + 1 < lines_[line].size(); }

  // Finds the columns of lines [from, to) beyond those whose widths are known, and prints the lines.
  void place(size_t from, size_t to) {
    const size_t column = widths_.size();
    for (size_t at = from; at < to; ++at) {
      if (!has_cell(at, column)) continue;
      print_lines(from, at);
      from = at;
      size_t width = tabstops_.min_width;
      for (; at < to && has_cell(at, column); ++at)
        width = std::max(width, rune_count(lines_[at][column]) + tabstops_.padding);
      widths_.push_back(width);
      place(from, at);
      widths_.pop_back();
      from = at;
      --at;
    }
    print_lines(from, to);
  }

  void print_lines(size_t from, size_t to) {
    for (size_t at = from; at < to; ++at) {
      const Line& line = lines_[at];
      for (size_t column = 0; column < line.size(); ++column) {
        out_ += line[column];
        if (column + 1 < line.size()) out_.append(widths_[column] - rune_count(line[column]), ' ');
      }
      out_ += '\n';
    }
  }

  Tabstops tabstops_;
  std::vector<Line> lines_;
  std::vector<size_t> widths_;
  std::string out_;
};

}  // namespace

std::string align_columns(std::string_view text, const Tabstops& tabstops) {
  if (text.empty()) return {};
  return Layout(text, tabstops).print();
}

}  // namespace skiff::cli
