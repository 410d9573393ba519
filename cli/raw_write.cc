#include "cli/raw_write.h"

#include <fmt/format.h>

#include "base/strings.h"
#include "cli/input.h"

namespace skiff::cli {

Result<void> check_raw(Method method, const std::string& path, const ResourceFlags& resources,
                       const std::string& output) {
  const size_t files = resources.filenames.size();
  if (method == Method::kDelete ? files > 1 : files != 1)
    return client_error("--raw can only use a single local file or stdin");
  if (files == 1 && (resources.filenames[0].starts_with("http://") || resources.filenames[0].starts_with("https://")))
    return client_error("--raw cannot read from a url");
  if (resources.recursive) return client_error("--raw and --recursive are mutually exclusive");
  if (method == Method::kPost && !resources.selector.empty())
    return client_error("--raw and --selector (-l) are mutually exclusive");
  if (!output.empty()) return client_error("--raw and --output are mutually exclusive");
  return check_raw_path(path);
}

Outcome write_raw(Invocation& call, Method method, const std::string& path, const ResourceFlags& resources) {
  std::string body;
  if (!resources.filenames.empty()) {
    const std::string& name = resources.filenames[0];
    auto read = name == "-" ? read_stream(call.io.in, "STDIN")
                            : read_file(name, client_error(fmt::format("open {}: no such file or directory", name)));
    if (!read) return read.error();
    body = *std::move(read);
  }
  auto session = call.session();
  if (!session) return session.error();
  auto answer = raw_request(**session, method, path, body);
  if (!answer) return answer.error();
  for (const std::string& warning : answer->warnings) call.io.err << "Warning: " << warning << "\n";
  call.io.out << answer->text;
  return {};
}

}  // namespace skiff::cli
