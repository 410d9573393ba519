#include "cli/errors.h"

#include <catch2/catch.hpp>
#include <sstream>

namespace skiff::cli {
namespace {

std::string printed(std::vector<Error> errors) {
  std::ostringstream out;
  print_errors(Outcome(std::move(errors)), out);
  return out.str();
}

TEST_CASE("Errors read as kubectl words them") {
  const Error missing = not_found("pods", "", "a");
  const Error one = invalid("StatefulSet", "apps", "web", {{"FieldValueInvalid", "spec.replicas", "Invalid value: -1: no"}});
  const Error two = invalid("Pod", "", "p", {{"FieldValueRequired", "spec.a", "Required value"},
                                             {"FieldValueRequired", "spec.a", "Required value"},
                                             {"FieldValueRequired", "spec.b", "Required value"}});
  struct Row {
    const char* why;
    std::vector<Error> errors;
    const char* text;
  };
  const Row rows[] = {
      {"the server's, with its reason", {missing}, "Error from server (NotFound): pods \"a\" not found\n"},
      {"several of the server's", {missing, missing},
       "Error from server (NotFound): pods \"a\" not found\nError from server (NotFound): pods \"a\" not found\n"},
      {"the client's", {client_error("no")}, "error: no\n"},
      {"the prefix is not doubled", {client_error("error: no")}, "error: no\n"},
      {"several of the client's have no prefix", {client_error("a"), client_error("b")}, "a\nb\n"},
      {"invalid with one cause", {one}, "The StatefulSet \"web\" is invalid: spec.replicas: Invalid value: -1: no\n"},
      {"invalid with several, each once", {two},
       "The Pod \"p\" is invalid: \n* spec.a: Required value\n* spec.b: Required value\n"},
      {"a context around the server's", {in_context(missing, "error when deleting \"x.yaml\": ")},
       "Error from server (NotFound): error when deleting \"x.yaml\": pods \"a\" not found\n"},
      {"a context around an Invalid is not seen", {in_context(one, "error when creating: ")},
       "The StatefulSet \"web\" is invalid: spec.replicas: Invalid value: -1: no\n"},
      {"wrapped by the client", {as_client_error(missing, "failed to create deployment: ")},
       "error: failed to create deployment: pods \"a\" not found\n"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) { CHECK(printed(row.errors) == row.text); }
}

}  // namespace
}  // namespace skiff::cli
