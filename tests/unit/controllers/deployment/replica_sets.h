// ReplicaSets as tables write them: "7/5" is seven wanted, five available; oldest first, named a, b, c …
#pragma once
#include <cstdlib>
#include <sstream>
#include <string>

#include "controllers/deployment/rolling.h"

namespace skiff {

inline ReplicaSetState replica_set(const std::string& name, int64_t replicas, int64_t available, int age_order = 0) {
  ReplicaSetState set;
  set.name = name;
  set.created = Time{} + seconds(age_order);
  set.replicas = replicas;
  set.current = replicas;
  set.ready = available;
  set.available = available;
  return set;
}

inline ReplicaSetStates replica_sets(const std::string& text) {
  ReplicaSetStates sets;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const int64_t replicas = std::atoll(word.c_str());
    const size_t slash = word.find('/');
    const int64_t available = slash == std::string::npos ? replicas : std::atoll(word.c_str() + slash + 1);
    const auto order = static_cast<int>(sets.size());
    sets.push_back(replica_set(std::string(1, static_cast<char>('a' + order)), replicas, available, order));
  }
  return sets;
}

inline std::string show(const Resizes& resizes) {
  std::string text;
  for (const Resize& one : resizes) text += (text.empty() ? "" : " ") + one.name + "=" + std::to_string(one.to);
  return text;
}

}  // namespace skiff
