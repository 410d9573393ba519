// Names of container images: what comes of `registry:5000/team/app:1.2@sha256:…`.
#pragma once
#include <string>
#include <string_view>

namespace skiff {

// The tag; "latest" where there is neither tag nor digest; empty where only a digest says which image it is, and for
// what is no image name at all. Mirrors parsers.ParseImageName of pkg/util/parsers, on distribution/reference.
std::string image_tag(std::string_view image);

// Is it a name that could be pulled: a repository, perhaps with a registry, a tag and a digest? Mirrors
// reference.ReferenceRegexp.
bool is_image_reference(std::string_view image);

}  // namespace skiff
