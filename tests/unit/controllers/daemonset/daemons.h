// Nodes as tables write them: one word a node, its pods joined by +, "-" for none. A pod is `new` or `old`, then ! if
// it is not ready, ~ if it is ready but not available yet, x if terminating, F failed, S succeeded. A word that begins
// with ? is a node on which nothing new belongs, with # one on which nothing may stay.
#pragma once
#include <deque>
#include <sstream>
#include <string>

#include "controllers/daemonset/rolling_update.h"

namespace skiff {

struct Daemons {
  explicit Daemons(const std::string& text) {
    std::istringstream words(text);
    for (std::string word; words >> word;) {
      NodeDaemons node;
      node.node = keep("node-" + std::to_string(nodes.size() + 1));
      node.placement = {word[0] != '?' && word[0] != '#', word[0] != '#'};
      if (word[0] == '?' || word[0] == '#') word.erase(0, 1);
      std::istringstream pods(word);
      for (std::string pod; std::getline(pods, pod, '+');)
        if (pod != "-") node.pods.push_back(make(pod, node));
      nodes.push_back(std::move(node));
    }
  }

  std::vector<NodeDaemons> nodes;

 private:
  DaemonPod make(const std::string& text, const NodeDaemons& node) {
    DaemonPod pod;
    pod.updated = text.starts_with("new");
    const std::string marks = text.substr(3);
    const auto has = [&](char mark) { return marks.find(mark) != std::string::npos; };
    pod.ready = !has('!');
    pod.available = pod.ready && !has('~');
    pod.terminating = has('x');
    if (has('F')) pod.phase = PodPhase::kFailed;
    if (has('S')) pod.phase = PodPhase::kSucceeded;
    pod.name = keep(std::string(node.node.substr(5)) + std::string(1, static_cast<char>('a' + node.pods.size())));
    return pod;
  }
  std::string_view keep(std::string text) { return names_.emplace_back(std::move(text)); }

  std::deque<std::string> names_;
};

}  // namespace skiff
