// What kinds and fields mean, in a sentence or two. The texts are files of cli/explain/topics, one a topic:
//
//   = apps.v1.DeploymentSpec: What a Deployment is to be.
//   replicas: How many pods there are to be. Defaults to 1.
//
// `= kind NAME` describes a kind that has no schema, `= *` fields that all kinds have.
#pragma once
#include <string_view>

namespace skiff::cli {

// Empty if nothing is said.
std::string_view describe_type(std::string_view type);
std::string_view describe_kind(std::string_view kind);
std::string_view describe_field(std::string_view type, std::string_view field);

}  // namespace skiff::cli
