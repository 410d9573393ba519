#include "cli/editor.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

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

// What is started: the command's words, or the shell with all of it as one word.
struct Editor {
  std::vector<std::string> words;
  bool by_shell = false;
};

// A command with quotes is for the shell. Upstream: defaultEnvEditor.
Editor editor_of(const std::string& command) {
  if (command.find(' ') != std::string::npos && command.find_first_of("\"'\\") != std::string::npos) {
    const std::string shell = Invocation::environment("SHELL");
    return {{shell.empty() ? "/bin/bash" : shell, "-c", command}, true};
  }
  Editor editor;
  for (const std::string_view word : split(command, ' ')) editor.words.emplace_back(word);
  return editor;
}

bool is_program(const std::string& path) {
  return ::access(path.c_str(), X_OK) == 0 && !std::filesystem::is_directory(path);
}

bool is_on_path(const std::string& word) {
  const std::string path = Invocation::environment("PATH");
  for (const std::string_view folder : split(path, ':'))
    if (is_program((std::filesystem::path(folder.empty() ? "." : folder) / word).string())) return true;
  return false;
}

std::string quoted_for_shell(std::string_view word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The file stands behind the words, or inside the one that the shell reads. Upstream: Editor.Launch.
Result<void> launch(const Editor& editor, const std::string& path) {
  std::vector<std::string> words = editor.words;
  const std::string named = go_quote(join(words, " "));
  const Error problem = client_error("there was a problem with the editor " + named);
  if (words[0].find('/') == std::string::npos && !is_on_path(words[0]))
    return client_error("unable to launch the editor " + named);
  if (words[0].find('/') != std::string::npos && !is_program(words[0])) return problem;
  if (editor.by_shell) words.back() += " " + go_quote(path);
  else words.push_back(path);
  std::string line = "exec";
  for (const std::string& word : words) line += " " + quoted_for_shell(word);
  const int status = std::system(line.c_str());
  if (status == -1 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return problem;
  return {};
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
  if (auto done = launch(editor_of(editor_command()), path_); !done) return done.error();
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
