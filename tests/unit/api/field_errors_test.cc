#include "api/field_errors.h"

#include <catch2/catch.hpp>

namespace skiff {
namespace {

TEST_CASE("Validation: 1. Error format: each type of error") {
  const FieldPath spec("spec");
  FieldErrors errors;
  struct Row {
    const char* why;
    void (*add)(FieldErrors&, const FieldPath&);
    const char* type;
    const char* text;
  };
  const Row rows[] = {
      {"a number is plain",
       [](FieldErrors& e, const FieldPath& f) {
         e.invalid(f.child("replicas"), -1, "must be greater than or equal to 0");
       },
       "FieldValueInvalid", "spec.replicas: Invalid value: -1: must be greater than or equal to 0"},
      {"a string is quoted as Go quotes",
       [](FieldErrors& e, const FieldPath& f) { e.invalid(f.child("name"), "a\"\n", "bad"); }, "FieldValueInvalid",
       "spec.name: Invalid value: \"a\\\"\\n\": bad"},
      {"a map is JSON",
       [](FieldErrors& e, const FieldPath& f) {
         e.invalid(f.child("selector"), Value{{"matchLabels", Value{{"a", "b"}}}}, "field is immutable");
       },
       "FieldValueInvalid", "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\"}}: field is immutable"},
      {"nothing is null", [](FieldErrors& e, const FieldPath& f) { e.invalid(f, Value(), "x"); }, "FieldValueInvalid",
       "spec: Invalid value: null: x"},
      {"required without detail", [](FieldErrors& e, const FieldPath& f) { e.required(f.child("selector")); },
       "FieldValueRequired", "spec.selector: Required value"},
      {"supported values keep their order",
       [](FieldErrors& e, const FieldPath& f) {
         e.not_supported(f.child("containers").index(0).child("terminationMessagePolicy"), "X",
                         {"File", "FallbackToLogsOnError"});
       },
       "FieldValueNotSupported",
       "spec.containers[0].terminationMessagePolicy: Unsupported value: \"X\": supported values: \"File\", "
       "\"FallbackToLogsOnError\""},
      {"a map key stands in brackets",
       [](FieldErrors& e, const FieldPath& f) { e.forbidden(f.child("data").key("bad key"), "no"); },
       "FieldValueForbidden", "spec.data[bad key]: Forbidden: no"},
      {"duplicate", [](FieldErrors& e, const FieldPath& f) { e.duplicate(f.child("name"), "x"); },
       "FieldValueDuplicate", "spec.name: Duplicate value: \"x\""},
      {"not found", [](FieldErrors& e, const FieldPath& f) { e.not_found(f.child("name"), "x"); }, "FieldValueNotFound",
       "spec.name: Not found: \"x\""},
      {"too long", [](FieldErrors& e, const FieldPath& f) { e.too_long(f, 262144); }, "FieldValueTooLong",
       "spec: Too long: may not be more than 262144 bytes"},
      {"too many, one allowed", [](FieldErrors& e, const FieldPath& f) { e.too_many(f, 3, 1); }, "FieldValueTooMany",
       "spec: Too many: 3: must have at most 1 item"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      row.add(errors, spec);
      REQUIRE(errors.causes().size() == 1);
      CHECK(errors.causes()[0].type == row.type);
      CHECK(errors.causes()[0].field + ": " + errors.causes()[0].message == row.text);
    }
}

}  // namespace
}  // namespace skiff
