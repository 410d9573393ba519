#include "cli/pod_template_text.h"

#include "cli/describers/pod_template.h"

namespace skiff::cli {

std::string pod_template_text(const Value& pod_template) {
  Lines lines;
  add_pod_template(pod_template, lines);
  return lines.take_raw();
}

}  // namespace skiff::cli
