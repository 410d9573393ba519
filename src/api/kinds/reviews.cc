#include "api/kinds/reviews.h"

namespace skiff {
namespace {

constexpr Kind review(std::string_view group, std::string_view kind, std::string_view resource,
                      std::string_view singular, Scope scope) {
  Kind row;
  row.group = group;
  row.version = "v1";
  row.kind = kind;
  row.resource = resource;
  row.singular = singular;
  row.scope = scope;
  row.verbs = "create";
  return row;
}

constexpr std::string_view kAuthentication = "authentication.k8s.io";
constexpr std::string_view kAuthorization = "authorization.k8s.io";

}  // namespace

constinit const Kind kSelfSubjectReview =
    review(kAuthentication, "SelfSubjectReview", "selfsubjectreviews", "selfsubjectreview", Scope::kCluster);
constinit const Kind kTokenReview =
    review(kAuthentication, "TokenReview", "tokenreviews", "tokenreview", Scope::kCluster);
constinit const Kind kLocalSubjectAccessReview =
    review(kAuthorization, "LocalSubjectAccessReview", "localsubjectaccessreviews", "localsubjectaccessreview",
           Scope::kNamespaced);
constinit const Kind kSelfSubjectAccessReview = review(
    kAuthorization, "SelfSubjectAccessReview", "selfsubjectaccessreviews", "selfsubjectaccessreview", Scope::kCluster);
constinit const Kind kSelfSubjectRulesReview = review(
    kAuthorization, "SelfSubjectRulesReview", "selfsubjectrulesreviews", "selfsubjectrulesreview", Scope::kCluster);
constinit const Kind kSubjectAccessReview =
    review(kAuthorization, "SubjectAccessReview", "subjectaccessreviews", "subjectaccessreview", Scope::kCluster);

}  // namespace skiff
