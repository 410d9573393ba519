#include "cli/cascading.h"

#include <fmt/format.h>

namespace skiff::cli {

Result<Propagation> propagation_of(const std::string& word, std::ostream& err) {
  if (word == "background") return Propagation::kBackground;
  if (word == "foreground") return Propagation::kForeground;
  if (word == "orphan") return Propagation::kOrphan;
  for (const char* yes : {"1", "t", "T", "true", "TRUE", "True"})
    if (word == yes) {
      err << fmt::format(
          "warning: --cascade={} is deprecated (boolean value) and can be replaced with "
          "--cascade=background.\n",
          word);
      return Propagation::kBackground;
    }
  for (const char* no : {"0", "f", "F", "false", "FALSE", "False"})
    if (word == no) {
      err << fmt::format(
          "warning: --cascade={} is deprecated (boolean value) and can be replaced with "
          "--cascade=orphan.\n",
          word);
      return Propagation::kOrphan;
    }
  return client_error(
      fmt::format(R"(invalid cascade value ({}). Must be "background", "foreground", or "orphan")", word));
}

}  // namespace skiff::cli
