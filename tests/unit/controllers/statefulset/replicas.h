// Replicas in shorthand for the tests of the StatefulSet's decisions: one word a pod, ordinals from 0.
//   missing stale pending finished running ready ok   how far it has come (ok: available)
//   bound is pending with all its claims
//   a trailing `-` terminating, `?` of the wrong shape, `~` at the old revision
#pragma once
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "controllers/statefulset/replica.h"

namespace skiff::statefulset {

inline Replica parse_replica(std::string word, int ordinal) {
  Replica replica{.ordinal = ordinal, .revision = "new"};
  for (; std::string_view("-?~").find(word.back()) != std::string_view::npos; word.pop_back()) {
    if (word.back() == '-') replica.terminating = true;
    if (word.back() == '?') replica.shape = Shape::kWrong;
    if (word.back() == '~') replica.revision = "old";
  }
  if (word == "stale") replica.claims = Claims::kStale;
  if (word == "pending" || word == "bound") replica.health = Health::kPending;
  if (word == "pending") replica.claims = Claims::kIncomplete;
  if (word == "finished") replica.health = Health::kFinished;
  if (word == "running") replica.health = Health::kRunning;
  if (word == "ready") replica.health = Health::kReady;
  if (word == "ok") replica.health = Health::kAvailable;
  return replica;
}

inline std::vector<Replica> parse_replicas(const std::string& words, int first = 0) {
  std::istringstream in(words);
  std::vector<Replica> replicas;
  for (std::string word; in >> word;)
    replicas.push_back(parse_replica(word, first + static_cast<int>(replicas.size())));
  return replicas;
}

// "create 0, delete 2"
inline std::string show(const std::vector<Step>& steps) {
  static constexpr const char* kActs[] = {"create", "delete", "fill", "repair", "own"};
  std::string text;
  for (const Step& step : steps) {
    if (!text.empty()) text += ", ";
    text += std::string(kActs[static_cast<size_t>(step.act)]) + " " + std::to_string(step.ordinal);
  }
  return text;
}

}  // namespace skiff::statefulset
