#include "apiserver/volume_path_warnings.h"

#include "base/strings.h"

namespace skiff {
namespace {

struct PathAndSource {
  std::string path;
  std::string source;  // empty where all are of one

  std::string shown() const { return source.empty() ? go_quote(path) : go_quote(path) + " (" + source + ")"; }
};

using Paths = std::vector<PathAndSource>;

Paths paths_of(const Value& items, const std::string& source = {}) {
  Paths out;
  for (const Value& item : items.elements()) out.push_back({item["path"].str(), source});
  return out;
}

bool overlap(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return false;
  return (a + "/").starts_with(b + "/") || (b + "/").starts_with(a + "/");
}

class Overlaps {
 public:
  explicit Overlaps(std::string where) : where_(std::move(where)) {}

  void add(Paths paths, std::vector<std::string>& warnings) {
    for (PathAndSource& next : paths) {
      next.path.erase(next.path.find_last_not_of('/') + 1);
      for (const PathAndSource& other : seen_)
        if (overlap(other.path, next.path))
          warnings.push_back(where_ + ": overlapping paths: " + next.shown() + " with " + other.shown());
      seen_.push_back(std::move(next));
    }
  }

 private:
  std::string where_;
  Paths seen_;
};

std::string named(const char* word, const Value& name) { return std::string(word) + " " + go_quote(name.as_string()); }

// What one source of a projected volume brings.
Paths projected(const Value& source) {
  for (const auto& [kind, word] : {std::pair("configMap", "ConfigMap"), std::pair("secret", "Secret")})
    if (source[kind].contains("items")) return paths_of(source[kind]["items"], named(word, source[kind]["name"]));
  if (source["downwardAPI"].contains("items")) return paths_of(source["downwardAPI"]["items"], "DownwardAPI");
  if (const Value& token = source["serviceAccountToken"]; token.is_object())
    return {{token["path"].str(), "ServiceAccountToken"}};
  if (const Value& bundle = source["clusterTrustBundle"]; bundle.is_object())
    return {
        {bundle["path"].str(), named("ClusterTrustBundle", bundle[bundle.contains("name") ? "name" : "signerName"])}};
  Paths out;
  for (const auto& [field, word] :
       {std::pair("certificateChainPath", "PodCertificate chain"), std::pair("keyPath", "PodCertificate key"),
        std::pair("credentialBundlePath", "PodCertificate credential bundle")})
    if (const std::string path = source["podCertificate"][field].str(); !path.empty()) out.push_back({path, word});
  return out;
}

}  // namespace

std::vector<std::string> volume_path_warnings(const Value& volume) {
  std::vector<std::string> warnings;
  const std::string name = "volume " + go_quote(volume["name"].as_string());
  const auto one_source = [&](const Value& items, const std::string& source) {
    Overlaps(name + " (" + source + ")").add(paths_of(items), warnings);
  };
  one_source(volume["configMap"]["items"], named("ConfigMap", volume["configMap"]["name"]));
  one_source(volume["secret"]["items"], named("Secret", volume["secret"]["secretName"]));
  one_source(volume["downwardAPI"]["items"], "DownwardAPI");
  Overlaps overlaps(name + " (Projected)");
  for (const Value& source : volume["projected"]["sources"].elements()) {
    if (source.empty()) warnings.push_back(name + " (Projected) has no sources provided");
    else overlaps.add(projected(source), warnings);
  }
  return warnings;
}

}  // namespace skiff
