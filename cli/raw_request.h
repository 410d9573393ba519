// What the API server answers to a path of its own, for the flag --raw of get, create, replace and delete:
// `/api/v1/namespaces/default/pods/web-0`, `/apis/apps/v1/deployments?labelSelector=app=web`, `/version`, `/healthz`.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/session.h"

namespace skiff::cli {

enum class Method { kGet, kPost, kPut, kDelete };

struct RawAnswer {
  std::string text;                   // the body: JSON in one line, or plain text
  std::vector<std::string> warnings;  // about the request's body
};

// Fails as the server would: NotFound for a path that nobody serves, MethodNotAllowed for what a resource cannot do.
Result<RawAnswer> raw_request(Session& session, Method method, std::string_view path, const std::string& body = "");

// Is it the path of a URL, or a whole one? Upstream: url.ParseRequestURI, which the flags --raw are read with.
Result<void> check_raw_path(const std::string& path);

}  // namespace skiff::cli
