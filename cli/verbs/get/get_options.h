// What `kubectl get` can be told.
#pragma once
#include <string>
#include <vector>

#include "cli/printers/table.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct GetOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::vector<std::string> label_columns;
  std::string sort_by;
  std::string subresource;
  std::string raw;
  int64_t chunk_size = 500;
  bool show_labels = false;
  bool show_kind = false;
  bool no_headers = false;
  bool watch = false;
  bool watch_only = false;
  bool output_watch_events = false;
  bool ignore_not_found = false;
  bool server_print = true;
};

// How its tables look; rows of several kinds say theirs.
TableOptions table_options(const GetOptions& options, bool several_kinds);

// get -w: the objects as they are, then a row for each change, while simulated time passes.
Outcome watch(const GetOptions& options, Invocation& call, Session& session);

}  // namespace skiff::cli
