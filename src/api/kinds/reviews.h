// The reviews (authentication.k8s.io/v1, authorization.k8s.io/v1): questions that are answered, never stored.
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kSelfSubjectReview;
extern const Kind kTokenReview;
extern const Kind kLocalSubjectAccessReview;
extern const Kind kSelfSubjectAccessReview;
extern const Kind kSelfSubjectRulesReview;
extern const Kind kSubjectAccessReview;

}  // namespace skiff
