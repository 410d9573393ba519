// The images that a node has pulled. Mirrors images/image_manager.go and the kubelet's status setter for images
// (nodestatus.Images): status.images lists the largest first, fifty at most.
#pragma once
#include <string_view>

#include "kubelet/stages.h"

namespace skiff {

// An image that is not there is pulled once for a node, whatever the policy.
bool has_image(PodRun& run, const Behavior& behavior, std::string_view image);

// The pull is done: the node has the image, and says so.
void remember_image(PodRun& run, const Behavior& behavior, std::string_view image);

// The id that a content-addressed runtime would show: the same for the same image, everywhere.
std::string image_id(std::string_view image);

}  // namespace skiff
