// Elastic tabstops: text whose cells end in tabs is laid out in columns, as Go's text/tabwriter does it. A column is a
// run of consecutive lines that have a cell in that place; the text after the last tab of a line belongs to no column
// and is not padded.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace skiff::cli {

struct Tabstops {
  size_t min_width = 0;
  size_t padding = 2;
};

inline constexpr Tabstops kTableTabstops{6, 3};     // kubectl get
inline constexpr Tabstops kDescribeTabstops{0, 2};  // kubectl describe

// Whole lines; a last line without a newline stays without one.
std::string align_columns(std::string_view text, const Tabstops& tabstops);

}  // namespace skiff::cli
