#include "cli/command.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include <fmt/ranges.h>

#include "cli/global_options.h"
#include "sim/wall_clock.h"

namespace skiff::cli {

namespace {

// How many simulated seconds a real one has; 0 for as fast as can be.
Result<double> parse_pace(const std::string& text) {
  if (text.empty()) return 0.0;
  char* end = nullptr;
  const double pace = std::strtod(text.c_str(), &end);
  if (*end != '\0' || !(pace >= 0))
    return client_error("invalid argument \"" + text + "\" for \"--pace\" flag: it must be a number, such as 1 or 10");
  return pace;
}

}  // namespace

// What has happened so far is shown before the time until the next event passes.
void Invocation::play_at(double pace) {
  session_->cluster().set_before_jump([this, pace](Duration ahead) {
    io.out.flush();
    wall_clock_sleep(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(ahead) / pace));
  });
}

Result<Session*> Invocation::session() {
  if (session_) return session_.get();
  const auto pace = parse_pace(global.pace.empty() ? environment("SKIFF_PACE") : global.pace);
  if (!pace) return pace.error();
  if (const auto limit = request_timeout(global); !limit) return limit.error();
  if (const auto found = check_kubeconfig(global); !found) return found.error();
  auto opened = Session::open(session_options_, io.err);
  if (!opened) return opened.error();
  session_ = std::move(*opened);
  session_->api().set_actor(path_);
  if (*pace > 0) play_at(*pace);
  return session_.get();
}

size_t Invocation::tell_warnings() {
  if (!session_) return told_warnings_.size();
  for (std::string& warning : session_->api().take_warnings()) {
    if (std::find(told_warnings_.begin(), told_warnings_.end(), warning) != told_warnings_.end()) continue;
    io.err << "Warning: " << warning << "\n";
    told_warnings_.push_back(std::move(warning));
  }
  return told_warnings_.size();
}

std::optional<Error> Invocation::unexpected_arguments() const {
  if (args.empty()) return std::nullopt;
  return usage_error(fmt::format("unexpected arguments: [{}]", fmt::join(args, " ")));
}

std::string Invocation::environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace skiff::cli
