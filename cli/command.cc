#include "cli/command.h"

#include <cstdlib>

namespace skiff::cli {

Result<Session*> Invocation::session() {
  if (session_) return session_.get();
  auto opened = Session::open(session_options_, io.err);
  if (!opened) return opened.error();
  session_ = std::move(*opened);
  session_->api().set_actor(path_);
  return session_.get();
}

std::string Invocation::environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace skiff::cli
