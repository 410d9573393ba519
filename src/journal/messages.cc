#include "journal/messages.h"

#include <cerrno>
#include <cstring>

namespace skiff::journal {
namespace {

std::string state_file(const std::string& path) { return "the state file \"" + path + "\""; }

std::string reason(int failure) { return std::strerror(failure); }

std::string bytes_text(uint64_t bytes) { return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes"); }

}  // namespace

Error cannot_open(const std::string& path, int failure) {
  std::string message = state_file(path) + " cannot be opened: " + reason(failure);
  if (failure == ENOENT) message += ". `skiff cluster create` makes one there";
  if (failure == EISDIR) message += ". --state and SKIFF_STATE name a file";
  return client_error(std::move(message));
}

Error cannot_write(const std::string& path, int failure) {
  std::string message =
      state_file(path) + " could not be written: " + reason(failure) + ". The cluster is as it was before this command";
  if (failure == ENOSPC || failure == EDQUOT) message += "; free some space, then run the command again";
  else if (failure == EACCES || failure == EPERM || failure == EROFS)
    message +=
        "; commands that only read still work. To change it, make the file and its folder writable, or work on a "
        "copy (--state)";
  return client_error(std::move(message));
}

Error cannot_lock(const std::string& lock_path, int failure) {
  return client_error("the lock file \"" + lock_path + "\" cannot be used: " + reason(failure) +
                      ". Nothing was changed; commands that only read still work");
}

Error cannot_make_folder(const std::string& folder, int failure) {
  return client_error("the folder \"" + folder + "\" for the state file cannot be made: " + reason(failure) +
                      ". Name another place with --state or SKIFF_STATE");
}

Error lock_timed_out(const std::string& path, Duration timeout) {
  return client_error(state_file(path) + " is in use by another command, and was still after " + go_duration(timeout) +
                      ". Nothing was changed; run the command again, or let it wait longer with --lock-timeout");
}

Error file_replaced(const std::string& path) {
  return client_error(
      state_file(path) +
      " was removed or replaced while this command ran. Nothing of this command was saved; put the file "
      "back, or create a new cluster with `skiff cluster create`");
}

Error not_a_state_file(const std::string& path) {
  return client_error(
      "\"" + path +
      "\" is not a state file of skiff, and was left untouched. --state and SKIFF_STATE name a file that "
      "`skiff cluster create` has made, or one that does not exist yet");
}

Error newer_format(const std::string& path, int64_t version) {
  return client_error(
      state_file(path) + " has format version " + std::to_string(version) +
      ", which is newer than this skiff reads (version 1), and was left untouched. Use the newer skiff");
}

std::string damaged_line(uint64_t line, const std::string& what) {
  return " is damaged in line " + std::to_string(line) + ": " + what +
         ". Nothing was changed. `skiff cluster repair` saves what can be saved and keeps the original beside it";
}

Error damaged(const std::string& path, uint64_t line, const std::string& what) {
  return client_error(state_file(path) + damaged_line(line, what));
}

std::string waiting_for_lock(const std::string& path) {
  return "waiting for another command to finish with " + state_file(path);
}

std::string tail_cut(const std::string& path, uint64_t bytes, const std::string& kept_as) {
  std::string message = state_file(path) + " ended in " + bytes_text(bytes) +
                        " of a command that was interrupted; they were cut off, the cluster is as it was before that "
                        "command";
  if (!kept_as.empty()) message += " (the bytes are kept in \"" + kept_as + "\")";
  return message;
}

}  // namespace skiff::journal
