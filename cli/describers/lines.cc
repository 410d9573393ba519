#include "cli/describers/lines.h"

#include "cli/printers/tabwriter.h"
#include "cli/terminal_text.h"

namespace skiff::cli {

std::string Lines::joined(std::string_view label, std::string_view value) {
  return std::string(label) + ":\t" + std::string(value);
}

void Lines::add(int level, std::string_view text) {
  block_.append(static_cast<size_t>(level) * 2, ' ');
  append(text);
  block_ += '\n';
}

Lines& Lines::append(std::string_view text) {
  block_ += terminal_text(text);
  return *this;
}

void Lines::flush() {
  done_ += align_columns(block_, kDescribeTabstops);
  block_.clear();
}

std::string Lines::take() {
  flush();
  return std::move(done_);
}

}  // namespace skiff::cli
