#include "journal/lock.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/messages.h"

namespace skiff::journal {
namespace {

enum class Attempt { kHeld, kBusy, kFailed };

// Is `file` still what the path names? Whoever removed the lock file while we waited has made another lock of it.
bool still_named(int file, const std::string& path) {
  struct stat ours {};
  struct stat named {};
  return ::fstat(file, &ours) == 0 && ::stat(path.c_str(), &named) == 0 && ours.st_ino == named.st_ino &&
         ours.st_dev == named.st_dev;
}

Attempt attempt(const std::string& path, int& file) {
  file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return Attempt::kFailed;
  Attempt outcome = Attempt::kHeld;
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) outcome = errno == EWOULDBLOCK ? Attempt::kBusy : Attempt::kFailed;
  else if (!still_named(file, path)) outcome = Attempt::kBusy;
  if (outcome == Attempt::kHeld) return outcome;
  const int failure = errno;
  ::close(file);
  errno = failure;
  return outcome;
}

// A short wait is for a command that is nearly done. Beyond that, who has waited longer asks more often, so that the
// lock goes rather to him than to those who have just come.
Duration next_pause(Duration pause, Duration waited) {
  if (waited < seconds(1)) return std::min<Duration>(pause * 2, milliseconds(20));
  return waited < seconds(5) ? milliseconds(5) : milliseconds(1);
}

}  // namespace

Result<std::unique_ptr<Lock>> Lock::acquire(const std::string& state_file, Duration timeout,
                                            const std::function<void(std::string_view)>& notice) {
  const std::string path = state_file + ".lock";
  const auto start = std::chrono::steady_clock::now();
  Duration pause = milliseconds(1);
  bool told = false;
  while (true) {
    int file = -1;
    const Attempt outcome = attempt(path, file);
    if (outcome == Attempt::kHeld) return std::unique_ptr<Lock>(new Lock(file));
    if (outcome == Attempt::kFailed) return cannot_lock(path, errno);
    const Duration waited = std::chrono::steady_clock::now() - start;
    if (waited >= timeout) return lock_timed_out(state_file, timeout);
    if (!told && waited >= seconds(1)) {
      told = true;
      if (notice) notice(waiting_for_lock(state_file));
    }
    std::this_thread::sleep_for(std::min(pause, timeout - waited));
    pause = next_pause(pause, waited);
  }
}

std::unique_ptr<Lock> Lock::try_acquire(const std::string& state_file) {
  int file = -1;
  if (attempt(state_file + ".lock", file) != Attempt::kHeld) return nullptr;
  return std::unique_ptr<Lock>(new Lock(file));
}

Lock::~Lock() { ::close(file_); }

}  // namespace skiff::journal
