#include "controllers/customresourcedefinition/names.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "api/pod_view.h"

namespace skiff::customresourcedefinition {
namespace {

// Resources and kinds are two worlds: a plural may be called as a kind is.
struct TakenNames {
  std::set<std::string, std::less<>> resources;
  std::set<std::string, std::less<>> kinds;
};

TakenNames taken_names(const Object& definition, const std::vector<ObjectRef>& others) {
  TakenNames taken;
  for (const ObjectRef& other : others) {
    if (other->name() == definition.name()) continue;
    if (!(other->spec()["group"] == definition.spec()["group"])) continue;
    const Value& names = other->status()["acceptedNames"];
    taken.resources.insert(names["plural"].str());
    taken.resources.insert(names["singular"].str());
    for (const Value& name : names["shortNames"].elements()) taken.resources.insert(name.str());
    taken.kinds.insert(names["kind"].str());
    taken.kinds.insert(names["listKind"].str());
  }
  return taken;
}

struct Problem {
  std::string reason;
  std::string message;
};

class Naming {
 public:
  Naming(const Value& wanted, const Value& accepted, TakenNames taken)
      : names_(accepted), wanted_(wanted), taken_(std::move(taken)) {}

  void run() {
    accept("plural", "PluralConflict", taken_.resources);
    accept("singular", "SingularConflict", taken_.resources);
    accept_short_names();
    accept("kind", "KindConflict", taken_.kinds);
    accept("listKind", "ListKindConflict", taken_.kinds);
    if (wanted_.contains("categories")) names_.set("categories", wanted_["categories"]);
    else names_.erase("categories");
  }

  Value names_;
  Problem problem_;  // the last one counts, as upstream

 private:
  bool is_free(const Value& name, const std::set<std::string, std::less<>>& taken, const char* reason) {
    if (!taken.contains(name.as_string())) return true;
    problem_ = {reason, "\"" + name.str() + "\" is already in use"};
    return false;
  }

  void accept(const char* which, const char* reason, const std::set<std::string, std::less<>>& taken) {
    const Value& name = wanted_[which];
    if (std::as_const(names_)[which] == name || !is_free(name, taken, reason)) return;
    names_.set(which, name);
  }

  void accept_short_names() {
    const Value& wanted = wanted_["shortNames"];
    bool all_free = true;
    for (const Value& name : wanted.elements())
      if (!is_free(name, taken_.resources, "ShortNamesConflict")) all_free = false;
    if (!all_free) return;
    if (wanted.empty()) names_.erase("shortNames");
    else names_.set("shortNames", wanted);
  }

  const Value& wanted_;
  TakenNames taken_;
};

// SetCRDCondition: the time is that of the last change of status.
void set_condition(Value& status, const char* type, const char* value, const std::string& reason,
                   const std::string& message, Time now) {
  Value condition{{"lastTransitionTime", rfc3339(now)},
                  {"message", message},
                  {"reason", reason},
                  {"status", value},
                  {"type", type}};
  for (size_t i = 0; i < std::as_const(status)["conditions"].size(); ++i) {
    const Value& old = std::as_const(status)["conditions"][i];
    if (old["type"].as_string() != type) continue;
    if (old["status"].as_string() == value) condition.set("lastTransitionTime", old["lastTransitionTime"]);
    status["conditions"].edit_at(i) = std::move(condition);
    return;
  }
  status["conditions"].push_back(std::move(condition));
}

}  // namespace

Value naming_status(const Object& definition, const std::vector<ObjectRef>& others, Time now) {
  Value status = definition.status();
  Naming naming(definition.spec()["names"], definition.status()["acceptedNames"], taken_names(definition, others));
  naming.run();
  status.set("acceptedNames", std::move(naming.names_));
  const bool accepted = naming.problem_.reason.empty();
  if (accepted) set_condition(status, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now);
  else set_condition(status, "NamesAccepted", "False", naming.problem_.reason, naming.problem_.message, now);
  // Once established, a definition stays so.
  if (find_condition(status, "Established")["status"].as_string() == "True") return status;
  if (accepted)
    set_condition(status, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", now);
  else set_condition(status, "Established", "False", "NotAccepted", "not all names are accepted", now);
  return status;
}

}  // namespace skiff::customresourcedefinition
