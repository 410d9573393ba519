#include "controllers/statefulset/volume_claims.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff::statefulset {
namespace {

// One letter a reference: S the set, P the pod, s and p earlier objects of the same names, n the set without
// `controller`, F somebody else's controller, o somebody else.
Value references(std::string_view letters) {
  Value all = Value::array();
  for (const char letter : letters) {
    const bool pod = letter == 'P' || letter == 'p';
    const bool other = letter == 'F' || letter == 'o';
    Value reference{{"apiVersion", pod ? "v1" : "apps/v1"},
                    {"kind", pod ? "Pod" : "StatefulSet"},
                    {"name", other ? "other"
                             : pod ? "web-0"
                                   : "web"},
                    {"uid", letter == 'p' || letter == 's' ? "gone"
                            : other                        ? "x"
                            : pod                          ? "pod"
                                                           : "set"}};
    if (letter != 'n' && letter != 'o') reference.set("controller", true);
    all.push_back(std::move(reference));
  }
  return all;
}

std::string letters(const Value& references) {
  std::string text;
  for (const Value& reference : references.elements())
    text += reference["uid"].as_string() == "set" ? 'S' : reference["uid"].as_string() == "pod" ? 'P' : 'o';
  return text;
}

}  // namespace

TEST_CASE("StatefulSet claims: who owns a claim under which retention policy") {
  struct Row {
    const char* why;
    const char* policy;  // whenDeleted whenScaled: R or D
    Standing standing;
    const char* have;
    bool match;
    const char* want;
  };
  const Row rows[] = {
      {"retain both: nobody", "RR", Standing::kWanted, "", true, ""},
      {"retain both: own references go", "RR", Standing::kWanted, "S", false, ""},
      {"retain both: another controller is no concern", "RR", Standing::kWanted, "F", true, "o"},
      {"deleted with the set: the set", "DR", Standing::kWanted, "", false, "S"},
      {"deleted with the set: condemned as well", "DR", Standing::kCondemned, "S", true, "S"},
      {"deleted when scaled: nobody while wanted", "RD", Standing::kWanted, "P", false, ""},
      {"deleted when scaled: the pod once condemned", "RD", Standing::kCondemned, "", false, "P"},
      {"both: the set while wanted", "DD", Standing::kWanted, "S", true, "S"},
      {"both: the pod once condemned", "DD", Standing::kCondemned, "S", false, "P"},
      {"left behind by an earlier pod: left alone", "DD", Standing::kWanted, "p", true, ""},
      {"left behind by an earlier set: left alone", "DR", Standing::kWanted, "s", true, ""},
      {"a foreign controller: left alone", "DR", Standing::kWanted, "F", true, "o"},
      {"a foreign controller beside ours: ours goes", "DR", Standing::kWanted, "SF", false, "o"},
      {"another owner that does not control is kept", "DR", Standing::kWanted, "o", false, "oS"},
      {"a plain reference becomes a controlling one", "DR", Standing::kWanted, "n", false, "S"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto retention = [](char letter) { return letter == 'D' ? Retention::kDelete : Retention::kRetain; };
      const ClaimOwners owners{.set = {"apps/v1", "StatefulSet", "web", "set"},
                               .pod = {"v1", "Pod", "web-0", "pod"},
                               .policy = {retention(row.policy[0]), retention(row.policy[1])},
                               .standing = row.standing};
      CHECK(references_match(references(row.have), owners) == row.match);
      if (std::string_view(row.have).find_first_of("ps") == std::string_view::npos)
        CHECK(letters(wanted_references(references(row.have), owners)) == row.want);
    }
}

TEST_CASE("StatefulSet claims: a claim of an earlier pod of the name is stale") {
  const ClaimOwners fresh{.set = {"apps/v1", "StatefulSet", "web", "set"}, .pod = {"v1", "Pod", "web-0", ""}};
  CHECK(has_stale_pod(references("p"), fresh));
  CHECK_FALSE(has_stale_pod(references("S"), fresh));
}

}  // namespace skiff::statefulset
