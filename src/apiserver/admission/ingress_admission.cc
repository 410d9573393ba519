#include "apiserver/admission/ingress_admission.h"

#include <string>
#include <utility>

#include "api/kinds/ingressclass.h"
#include "apiserver/admission/newest_default.h"

namespace skiff {
namespace {

bool is_default_ingress_class(const Value& object) {
  return object.at("metadata", "annotations")["ingressclass.kubernetes.io/is-default-class"].as_string() == "true";
}

}  // namespace

void default_ingress_class(const Store& store, Value& ingress) {
  const Value& read = ingress;
  if (read["spec"].contains("ingressClassName")) return;
  if (read.at("metadata", "annotations").contains("kubernetes.io/ingress.class")) return;
  if (std::string name = newest_default(store, kIngressClass, is_default_ingress_class); !name.empty())
    ingress["spec"]["ingressClassName"] = std::move(name);
}

}  // namespace skiff
