#include "cli/editor.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/strings.h"
#include "cli/command.h"
#include "cli/temporary_files.h"

namespace skiff::cli {
namespace {

std::string editor_command() {
  for (const char* variable : {"KUBE_EDITOR", "EDITOR"})
    if (std::string editor = Invocation::environment(variable); !editor.empty()) return editor;
  return "vi";
}

}  // namespace

EditedFile::EditedFile(const std::string& extension) {
  path_ = (temporary_folder() / "kubectl-edit-XXXXXX").string() + extension;
  const int descriptor = mkstemps(path_.data(), static_cast<int>(extension.size()));
  if (descriptor < 0) not_made_ = std::error_code(errno, std::generic_category());
  else close(descriptor);
}

Result<std::string> EditedFile::edit(const std::string& text) {
  if (not_made_) return path_error("open", path_, not_made_);
  std::ofstream written(path_, std::ios::trunc);
  if (!(written << text).flush()) return path_error("write", path_, std::error_code(errno, std::generic_category()));
  const std::string editor = editor_command();
  // A word alone is the name of a program, which no shell has to look up; more than that is for the shell.
  const std::string quiet =
      editor.find(' ') == std::string::npos ? "command -v '" + editor + "' >/dev/null || exit 127; " : std::string();
  const int status = std::system((quiet + editor + " '" + path_ + "'").c_str());
  if (status == -1 || (WIFEXITED(status) && WEXITSTATUS(status) == 127))
    return client_error("unable to launch the editor \"" + editor + "\"");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return client_error("there was a problem with the editor \"" + editor + "\"");
  std::ifstream file(path_);
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

void EditedFile::remove() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

std::string with_line_endings(std::string text, LineEndings endings) {
  if (endings == LineEndings::kUnix) return text;
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

std::string without_comments(const std::string& text) {
  std::string out;
  for (std::string_view line : split(text, '\n')) {
    if (trim_space(line).substr(0, 1) == "#") continue;
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.append(line).append("\n");
  }
  return out;
}

}  // namespace skiff::cli
