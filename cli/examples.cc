#include "cli/examples.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

namespace skiff::cli {
namespace {

// Where the pages have their manifests.
constexpr std::string_view kPlaces[] = {
    "https://k8s.io/examples/",
    "https://kubernetes.io/examples/",
    "http://k8s.io/examples/",
    "https://k8s.io/docs/examples/",
    "https://kubernetes.io/docs/examples/",
    "https://www.kubernetes.io/examples/",
    "https://raw.githubusercontent.com/kubernetes/website/main/content/en/examples/",
};

std::string& examples_folder() {
  static std::string folder = [] {
    const char* named = std::getenv("SKIFF_EXAMPLES");
    return named == nullptr ? std::string() : std::string(named);
  }();
  return folder;
}

}  // namespace

void use_examples_from(std::string folder) { examples_folder() = std::move(folder); }

bool is_url(const std::string& path) { return path.starts_with("http://") || path.starts_with("https://"); }

Result<std::string> example_file(const std::string& url) {
  for (const std::string_view place : kPlaces) {
    if (!url.starts_with(place)) continue;
    const std::string& folder = examples_folder();
    if (folder.empty())
      return client_error(
          fmt::format("unable to read URL \"{}\": skiff uses no network; --examples DIR or "
                      "SKIFF_EXAMPLES names a folder that holds the examples",
                      url));
    const std::string file = folder + "/" + url.substr(place.size());
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed))
      return client_error(fmt::format("unable to read URL \"{}\": there is no file {}", url, file));
    return file;
  }
  return client_error(fmt::format("unable to read URL \"{}\": skiff uses no network", url));
}

}  // namespace skiff::cli
