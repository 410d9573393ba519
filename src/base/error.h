// The one shape of failure: what a Kubernetes API server's Status object says (reason, message, details, causes).
// Errors that do not come from the API (a missing file, a bad flag) have reason Reason::kNone.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace skiff {

// metav1.StatusReason. The HTTP code follows from it (`http_code`).
enum class Reason {
  kNone,  // a client-side error: kubectl prints `error: <message>`
  kUnknown,  // an API error without a reason: `Error from server: <message>`
  kBadRequest,
  kUnauthorized,
  kForbidden,
  kNotFound,
  kAlreadyExists,
  kConflict,
  kGone,
  kExpired,
  kInvalid,
  kMethodNotAllowed,
  kNotAcceptable,
  kUnsupportedMediaType,
  kTooManyRequests,
  kInternalError,
  kTimeout,
};

std::string_view reason_name(Reason reason);  // "NotFound"; "" for kNone and kUnknown
int http_code(Reason reason);                 // 404; 500 for kUnknown

// metav1.StatusCause; for Invalid errors one for each field error.
struct Cause {
  std::string type;     // FieldValueInvalid, FieldValueRequired, …
  std::string field;    // spec.replicas
  std::string message;  // Invalid value: -1: must be greater than or equal to 0
};

struct Error {
  Reason reason = Reason::kNone;
  std::string message;
  // metav1.StatusDetails: `kind` holds the plural resource, except for Invalid, where it holds the Kind.
  std::string name;
  std::string group;
  std::string kind;
  std::vector<Cause> causes;

  bool is(Reason wanted) const { return reason == wanted; }
};

Error client_error(std::string message);  // Reason::kNone
Error bad_request(std::string message);
Error internal_error(std::string message);
// `statefulsets.apps "web" not found`; resource is the plural, group may be empty.
Error not_found(std::string_view resource, std::string_view group, std::string_view name);
Error already_exists(std::string_view resource, std::string_view group, std::string_view name);
// `Operation cannot be fulfilled on statefulsets.apps "web": <why>`
Error conflict(std::string_view resource, std::string_view group, std::string_view name, std::string_view why);
// `pods "x" is forbidden: <why>`
Error forbidden(std::string_view resource, std::string_view group, std::string_view name, std::string_view why);
// `StatefulSet.apps "web" is invalid: <causes>`, one cause plain, several as `[a, b]`.
Error invalid(std::string_view kind, std::string_view group, std::string_view name, std::vector<Cause> causes);

// `statefulsets.apps` or `pods`: how error messages name a resource.
std::string qualified(std::string_view resource, std::string_view group);

}  // namespace skiff
