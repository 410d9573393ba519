#include "cli/errors.h"

#include <algorithm>

namespace skiff::cli {
namespace {

// The causes of an Invalid object, each once, in order; the field in front where there is one.
std::vector<std::string> cause_lines(const Error& error) {
  std::vector<std::string> lines;
  for (const Cause& cause : error.causes) {
    std::string line = cause.field.empty() ? cause.message : cause.field + ": " + cause.message;
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }
  return lines;
}

// statusCausesToAggrError and its caller: the server's own message is not shown.
std::string invalid_text(const Error& error) {
  const bool named = !error.kind.empty() || !error.name.empty();
  std::string out = named ? "The " + error.kind + " \"" + error.name + "\" is invalid" : "The request is invalid";
  const std::vector<std::string> lines = cause_lines(error);
  if (lines.empty()) return error.message.empty() ? out : out + ": " + error.message;
  if (lines.size() == 1) return out + ": " + lines.front();
  out += ": ";
  for (const std::string& line : lines) out += "\n* " + line;
  return out;
}

// StandardErrorMessage.
std::string server_text(const Error& error) {
  if (error.is(Reason::kUnauthorized)) return "error: You must be logged in to the server (" + error.message + ")";
  if (error.is(Reason::kUnknown)) return "Error from server: " + error.message;
  return "Error from server (" + std::string(reason_name(error.reason)) + "): " + error.message;
}

std::string with_newline(std::string text) {
  if (text.empty() || text.back() != '\n') text += '\n';
  return text;
}

}  // namespace

std::string error_text(const Error& error) {
  if (error.is(Reason::kInvalid)) return with_newline(invalid_text(error));
  if (!error.is(Reason::kNone)) return with_newline(server_text(error));
  const bool prefixed = error.message.rfind("error: ", 0) == 0;
  return with_newline(prefixed ? error.message : "error: " + error.message);
}

void print_errors(const Outcome& outcome, std::ostream& err) {
  const std::vector<Error>& errors = outcome.errors();
  if (errors.size() == 1 && !outcome.is_nested()) {
    err << error_text(errors.front());
    return;
  }
  for (const Error& error : errors)
    err << (error.is(Reason::kNone) ? error.message + "\n" : with_newline(server_text(error)));
}

Error together(const std::vector<Error>& errors) {
  std::vector<std::string> texts;
  for (const Error& error : errors)
    if (std::find(texts.begin(), texts.end(), error.message) == texts.end()) texts.push_back(error.message);
  if (texts.size() == 1) return client_error(texts.front());
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "[" : ", ") + text;
  return client_error(all + "]");
}

Error in_context(Error error, std::string_view prefix) {
  error.message.insert(0, prefix);
  return error;
}

Error as_client_error(const Error& error, std::string_view prefix) {
  return client_error(std::string(prefix) + error.message);
}

}  // namespace skiff::cli
