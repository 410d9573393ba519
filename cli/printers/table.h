// The table of `kubectl get`: one for each kind in a row of results, laid out from the kind's columns. Mirrors
// cli-runtime's TablePrinter over the server's tables.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "base/time.h"
#include "base/value.h"

namespace skiff::cli {

struct TableOptions {
  bool wide = false;
  bool headers = true;
  bool name_and_age = false;               // only these columns, as a client lays out what a server did not
  bool show_kind = false;                  // deployment.apps/web
  bool namespaces = false;                 // a NAMESPACE column for namespaced kinds (-A)
  bool show_labels = false;                // a LABELS column at the end
  std::vector<std::string> label_columns;  // -L
  bool events = false;                     // an EVENT column at the front (--output-watch-events)
};

class TablePrinter {
 public:
  explicit TablePrinter(TableOptions options) : options_(std::move(options)) {}

  // Takes one row; `event` is ADDED, MODIFIED or DELETED where there is an EVENT column.
  void add(const Kind& kind, const Value& object, Time now, std::string_view event = {});
  // The rows that were not laid out yet, as text for add_sent() of another process's printer. REQUIRES: all of one
  // kind.
  std::string sent() const;
  // Takes such rows behind its own of the same kind.
  void add_sent(std::string_view rows);
  // Lays out the rows since the last call. Rows of the same kind go on below those before, in columns at least as
  // wide; rows of another kind begin a table of their own after an empty line.
  std::string take();

 private:
  void begin_table(const Kind& kind);
  void lay_out();

  TableOptions options_;
  const Kind* kind_ = nullptr;
  std::string api_version_;  // columns of custom resources are those of a version
  bool shows_namespaces_ = false;
  std::vector<size_t> widths_;
  std::vector<std::vector<std::string>> rows_;
  std::string out_;
};

}  // namespace skiff::cli
