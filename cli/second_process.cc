#include "cli/second_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace skiff::cli {
namespace {

bool send(int pipe, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::write(pipe, text.data(), text.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

// What goes wrong here goes wrong in the first process, too, and is said there.
[[noreturn]] void be_second(int pipe, const std::function<std::string()>& make) {
  std::signal(SIGPIPE, SIG_DFL);
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0 || ::dup2(nowhere, STDOUT_FILENO) < 0 || ::dup2(nowhere, STDERR_FILENO) < 0) ::_exit(1);
  ::_exit(send(pipe, make()) ? 0 : 1);
}

}  // namespace

bool SecondProcess::has_processor() { return std::thread::hardware_concurrency() > 1; }

SecondProcess::SecondProcess(const std::function<std::string()>& make) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
  child_ = ::fork();
  if (child_ == 0) be_second(ends[1], make);
  ::close(ends[1]);
  pipe_ = ends[0];
}

SecondProcess::~SecondProcess() {
  if (pipe_ >= 0) ::close(pipe_);
  if (child_ <= 0) return;
  ::kill(child_, SIGKILL);
  while (::waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<std::string> SecondProcess::text() {
  if (child_ <= 0) return std::nullopt;
  std::string read;
  std::array<char, 65536> part{};
  for (ssize_t size = 1; size != 0;) {
    size = ::read(pipe_, part.data(), part.size());
    if (size < 0 && errno != EINTR) return std::nullopt;
    if (size > 0) read.append(part.data(), static_cast<size_t>(size));
  }
  int status = 0;
  pid_t ended = 0;
  do ended = ::waitpid(child_, &status, 0);
  while (ended < 0 && errno == EINTR);
  child_ = -1;
  if (ended < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return read;
}

}  // namespace skiff::cli
