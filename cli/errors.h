// The one place that decides how a failure reads and which status the program exits with: kubectl's checkErr
// (pkg/cmd/util/helpers.go).
#pragma once
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"

namespace skiff::cli {

// How a verb ended: well, with errors, or with an exit status that needs no words (diff, exec, auth can-i).
class [[nodiscard]] Outcome {
 public:
  Outcome() = default;
  Outcome(Error error) : errors_{std::move(error)}, exit_code_(1) {}
  Outcome(std::vector<Error> errors) : errors_(std::move(errors)), exit_code_(errors_.empty() ? 0 : 1) {}
  Outcome(const Result<void>& result) : Outcome() {
    if (!result) *this = Outcome(result.error());
  }
  static Outcome exit(int code) {
    Outcome outcome;
    outcome.exit_code_ = code;
    return outcome;
  }
  // What an aggregate inside an aggregate comes to upstream: client errors go without `error: ` even if there is but
  // one.
  static Outcome nested(std::vector<Error> errors) {
    Outcome outcome(std::move(errors));
    outcome.nested_ = true;
    return outcome;
  }
  // A program that the command has waited for did not end well: said without `error: `. Upstream: utilexec.ExitError.
  static Outcome program_ended(std::string words, int code) {
    Outcome outcome = nested({client_error(std::move(words))});
    outcome.exit_code_ = code;
    return outcome;
  }
  // The same words with another exit status.
  static Outcome failed(Outcome outcome, int code) {
    outcome.exit_code_ = code;
    return outcome;
  }

  bool ok() const { return exit_code_ == 0; }
  int exit_code() const { return exit_code_; }
  const std::vector<Error>& errors() const { return errors_; }
  bool is_nested() const { return nested_; }

 private:
  std::vector<Error> errors_;
  int exit_code_ = 0;
  bool nested_ = false;
};

// What could not be read, as one failure among others: `a`, or `[a, b]`, each text once. Upstream: Aggregate.Error.
Error together(const std::vector<Error>& errors);

// The text of one failure by itself, `error: …` or `Error from server (NotFound): …`, with its final newline.
std::string error_text(const Error& error);
// What is written for a whole outcome: one error as above; of several, each on its own line and without `error: `.
void print_errors(const Outcome& outcome, std::ostream& err);

// The same failure said in a wider context: `error when creating "m.yaml": <message>`. Reason and causes stay, so an
// Invalid still reads by its causes alone.
Error in_context(Error error, std::string_view prefix);
// The same, but no longer an API error: `error: failed to create deployment: <message>`.
Error as_client_error(const Error& error, std::string_view prefix);

}  // namespace skiff::cli
