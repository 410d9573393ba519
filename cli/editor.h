// A text in the user's editor: KUBE_EDITOR, EDITOR, else vi. For edit, create --edit and apply edit-last-applied.
// Mirrors kubectl/pkg/cmd/util/editor.
#pragma once
#include <string>
#include <system_error>

#include "base/result.h"

namespace skiff::cli {

// The file that the editor is given; it stays for as long as the edit may still fail, and after that for the user.
class EditedFile {
 public:
  explicit EditedFile(const std::string& extension);  // ".yaml"
  // The text as the user leaves it. Fails if the file cannot be written, the editor cannot be started or says that it
  // failed.
  Result<std::string> edit(const std::string& text);
  void remove();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::error_code not_made_;  // why there is no such file
};

enum class LineEndings { kUnix, kWindows };
std::string with_line_endings(std::string text, LineEndings endings);

// Without the lines that begin with `#`, and without carriage returns.
std::string without_comments(const std::string& text);

}  // namespace skiff::cli
