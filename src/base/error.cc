#include "base/error.h"

#include <algorithm>

namespace skiff {
namespace {

struct ReasonRow {
  Reason reason;
  std::string_view name;
  int code;
};

constexpr ReasonRow kReasons[] = {
    {Reason::kNone, "", 500},
    {Reason::kUnknown, "", 500},
    {Reason::kBadRequest, "BadRequest", 400},
    {Reason::kUnauthorized, "Unauthorized", 401},
    {Reason::kForbidden, "Forbidden", 403},
    {Reason::kNotFound, "NotFound", 404},
    {Reason::kAlreadyExists, "AlreadyExists", 409},
    {Reason::kConflict, "Conflict", 409},
    {Reason::kGone, "Gone", 410},
    {Reason::kExpired, "Expired", 410},
    {Reason::kInvalid, "Invalid", 422},
    {Reason::kMethodNotAllowed, "MethodNotAllowed", 405},
    {Reason::kNotAcceptable, "NotAcceptable", 406},
    {Reason::kUnsupportedMediaType, "UnsupportedMediaType", 415},
    {Reason::kTooManyRequests, "TooManyRequests", 429},
    {Reason::kInternalError, "InternalError", 500},
    {Reason::kTimeout, "Timeout", 504},
};

Error about(Reason reason, std::string_view resource, std::string_view group, std::string_view name,
            std::string message) {
  return Error{reason, std::move(message), std::string(name), std::string(group), std::string(resource), {}};
}

std::string quoted_subject(std::string_view resource, std::string_view group, std::string_view name) {
  return qualified(resource, group) + " \"" + std::string(name) + "\"";
}

}  // namespace

std::string_view reason_name(Reason reason) {
  for (const ReasonRow& row : kReasons)
    if (row.reason == reason) return row.name;
  return "";
}

int http_code(Reason reason) {
  for (const ReasonRow& row : kReasons)
    if (row.reason == reason) return row.code;
  return 500;
}

std::string qualified(std::string_view resource, std::string_view group) {
  std::string out(resource);
  if (!group.empty()) out.append(".").append(group);
  return out;
}

Error client_error(std::string message) { return Error{Reason::kNone, std::move(message), {}, {}, {}, {}}; }
Error bad_request(std::string message) { return Error{Reason::kBadRequest, std::move(message), {}, {}, {}, {}}; }
Error internal_error(std::string message) {
  return Error{Reason::kInternalError, "Internal error occurred: " + std::move(message), {}, {}, {}, {}};
}

Error not_found(std::string_view resource, std::string_view group, std::string_view name) {
  return about(Reason::kNotFound, resource, group, name, quoted_subject(resource, group, name) + " not found");
}

Error already_exists(std::string_view resource, std::string_view group, std::string_view name) {
  return about(Reason::kAlreadyExists, resource, group, name,
               quoted_subject(resource, group, name) + " already exists");
}

Error conflict(std::string_view resource, std::string_view group, std::string_view name, std::string_view why) {
  return about(Reason::kConflict, resource, group, name,
               "Operation cannot be fulfilled on " + quoted_subject(resource, group, name) + ": " + std::string(why));
}

Error forbidden(std::string_view resource, std::string_view group, std::string_view name, std::string_view why) {
  return about(Reason::kForbidden, resource, group, name,
               quoted_subject(resource, group, name) + " is forbidden: " + std::string(why));
}

Error invalid(std::string_view kind, std::string_view group, std::string_view name, std::vector<Cause> causes) {
  std::vector<std::string> lines;  // the message says a thing once (errors.Aggregate); the causes keep repetitions
  for (const Cause& cause : causes) {
    std::string line = cause.field + ": " + cause.message;
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }
  std::string list;
  for (const std::string& line : lines) list += (list.empty() ? "" : ", ") + line;
  if (lines.size() > 1) list = "[" + list + "]";
  Error error = about(Reason::kInvalid, kind, group, name, quoted_subject(kind, group, name) + " is invalid: " + list);
  error.causes = std::move(causes);
  return error;
}

}  // namespace skiff
