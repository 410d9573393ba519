#include "journal/removal.h"

#include <cerrno>

#include "journal/file_system.h"
#include "journal/index_file.h"
#include "journal/lock.h"
#include "journal/mapped_file.h"
#include "journal/messages.h"
#include "journal/opening.h"
#include "journal/record.h"

namespace skiff::journal {

Result<void> remove_state_file(const std::string& name, const OpenOptions& options) {
  const std::string path = without_link(name);
  FileSystem& files = options.files != nullptr ? *options.files : default_file_system();
  const auto lock = Lock::acquire(path, options.lock_timeout, options.notice);
  if (!lock) return lock.error();
  {
    const auto mapped = MappedFile::open(path);
    if (!mapped) return cannot_open(path, errno);
    const std::string_view text = mapped->text();
    const bool ours = read_header(text.substr(0, text.find('\n'))) || is_damaged_header(text) ||
                      kHeader.substr(0, text.size()) == text;
    if (!ours) return not_a_state_file(path);
  }
  if (files.remove(path) != 0) return cannot_write(path, errno);
  (void)files.remove(index_path(path));
  (void)files.remove(path + ".lock");  // who waits for it finds that it is no longer named, and makes another
  (void)files.sync_folder(folder_of(path));
  return {};
}

}  // namespace skiff::journal
