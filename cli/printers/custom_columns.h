// -o custom-columns=HEADER:path,…: a table of JSONPath results. Mirrors kubectl's get/customcolumn.go.
#pragma once
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "cli/printers/jsonpath.h"

namespace skiff::cli {

enum class Headers { kShow, kHide };

class CustomColumns {
 public:
  // "NAME:.metadata.name,NODE:.spec.nodeName"
  static Result<CustomColumns> parse(std::string_view spec);
  // The contents of a file: headers on the first line, paths on the second.
  static Result<CustomColumns> parse_template(std::string_view text);

  // The objects as one table, with its header even if there are none. What came before a failure is printed, too: the
  // header stands above paths that cannot be read.
  Result<void> print(const Elements& objects, Headers headers, std::ostream& out) const;

 private:
  struct Column {
    std::string header;
    std::string path;
  };
  Result<void> add_rows(const Elements& objects, std::string& text) const;

  std::vector<Column> columns_;
};

}  // namespace skiff::cli
