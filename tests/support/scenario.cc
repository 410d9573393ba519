#include "support/scenario.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "api/kind_table.h"
#include "api/kinds/event.h"
#include "api/kinds/job.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/statefulset.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "cluster/actor_table.h"
#include "cluster/default_cluster.h"

namespace skiff::test {
namespace {

const Time kStart = *parse_rfc3339("2026-11-22T15:48:24Z");

// Watches without ever acting.
class Tracer final : public Actor {
 public:
  explicit Tracer(std::shared_ptr<std::string> trace) : trace_(std::move(trace)) {}
  std::string_view name() const override { return "tracer"; }

  void observe(const Change& change, const Store&, Workqueue&) override {
    static const std::map<std::string_view, std::string_view> kShort = {{"Pod", "pod"},
                                                                        {"StatefulSet", "sts"},
                                                                        {"PersistentVolumeClaim", "pvc"},
                                                                        {"Deployment", "deploy"},
                                                                        {"ReplicaSet", "rs"},
                                                                        {"DaemonSet", "ds"},
                                                                        {"Job", "job"}};
    const auto kind = kShort.find(change.kind().kind);
    if (kind == kShort.end()) return;
    const std::string what = std::string(kind->second) + "/" + change.key().name;
    if (change.type == Change::Type::kAdded) return add("create " + what, change.time);
    if (change.type == Change::Type::kDeleted) return add("deleted " + what, change.time);
    const Object& before = *change.before;
    const Object& after = *change.after;
    const bool leaves = !before.terminating() && after.terminating();
    if (&change.kind() == &kPod) {
      const PodView& old = before.view<PodView>();
      const PodView& now = after.view<PodView>();
      if (old.node != now.node) add("scheduled " + what, change.time);
      if (old.ready != now.ready && !now.terminating && !now.terminal())
        add((now.ready ? "ready " : "unready ") + what, change.time);
      if (old.phase != now.phase && now.terminal())
        add((now.phase == PodPhase::kFailed ? "failed " : "succeeded ") + what, change.time);
      if (leaves) add("terminating " + what, change.time);
    } else if (&change.kind() == &kReplicaSet) {
      const int64_t old = before.spec()["replicas"].as_int();
      const int64_t now = after.spec()["replicas"].as_int();
      if (old != now) add("scale " + what + " " + std::to_string(old) + "->" + std::to_string(now), change.time);
    } else if (&change.kind() == &kJob) {
      for (const auto& [type, word] : {std::pair{"Complete", "complete "}, {"Failed", "failed "}})
        if (find_condition(before.status(), type).is_null() && !find_condition(after.status(), type).is_null())
          add(word + what, change.time);
    } else if (&change.kind() == &kPersistentVolumeClaim) {
      if (leaves) add("terminating " + what, change.time);
      if (!(before.status()["phase"] == after.status()["phase"])) add("bound " + what, change.time);
    }
  }
  Result<void> reconcile(const ObjectKey&, Client&, Workqueue&) override { return {}; }

 private:
  void add(const std::string& line, Time time) {
    if (!trace_->empty()) *trace_ += time == last_ ? ", " : " -- ";
    *trace_ += line;
    last_ = time;
  }
  std::shared_ptr<std::string> trace_;
  Time last_{};
};

}  // namespace

Scenario::Scenario() : store_(std::make_unique<Store>(1)), trace_(std::make_shared<std::string>()) {
  make_default_cluster(*store_, {}, kStart);
  set_initial_clock(*store_, ClockMode::kManual, kStart, kStart);
  std::vector<std::unique_ptr<Actor>> actors = make_actors();
  actors.push_back(std::make_unique<Tracer>(trace_));
  cluster_ = std::make_unique<Cluster>(*store_, std::move(actors));
  cluster_->react();
  cluster_->advance(minutes(1));
  trace_->clear();
}

Scenario::~Scenario() = default;

void Scenario::create(std::string_view json) {
  const Result<Value> document = parse_json(json);
  REQUIRE(document);
  const Kind* kind = find_kind((*document)["apiVersion"].as_string(), (*document)["kind"].as_string());
  REQUIRE(kind != nullptr);
  const std::string_view ns = document->at("metadata", "namespace").as_string("default");
  const auto created = cluster_->api().create(*kind, kind->namespaced() ? ns : std::string_view(), *document);
  INFO((created ? std::string() : created.error().message));
  REQUIRE(created);
}

void Scenario::patch(const Kind& kind, const std::string& name, std::string_view merge_patch) {
  const auto patched = cluster_->api().patch(kind, {kind.namespaced() ? "default" : "", name}, PatchType::kMerge,
                                             *parse_json(merge_patch));
  INFO((patched ? std::string() : patched.error().message));
  REQUIRE(patched);
}

void Scenario::remove(const Kind& kind, const std::string& name, std::optional<Propagation> propagation) {
  DeleteOptions options;
  options.propagation = propagation;
  REQUIRE(cluster_->api().remove(kind, {kind.namespaced() ? "default" : "", name}, options));
}

void Scenario::settle() { cluster_->settle(); }
void Scenario::advance(Duration duration) { cluster_->advance(duration); }

ObjectRef Scenario::get(const Kind& kind, const std::string& name, const std::string& ns) const {
  return store_->get(kind, {kind.namespaced() ? ns : "", name});
}

std::string Scenario::text(const Kind& kind, const std::string& name, const std::vector<std::string>& path) const {
  const ObjectRef object = get(kind, name);
  if (!object) return "no such object";
  const Value* at = &object->document();
  for (const std::string& step : path) at = &(*at)[step];
  return to_json(*at);
}

std::vector<std::string> Scenario::events(const Kind& kind, const std::string& name) const {
  const ObjectRef object = get(kind, name);
  REQUIRE(object);
  std::vector<ObjectRef> all = store_->events_about(object->uid());
  std::sort(all.begin(), all.end(), [](const ObjectRef& a, const ObjectRef& b) {
    return a->document()["firstTimestamp"].as_string() < b->document()["firstTimestamp"].as_string();
  });
  std::vector<std::string> texts;
  for (const ObjectRef& event : all)
    texts.push_back(event->document()["reason"].str() + " " + event->document()["message"].str());
  return texts;
}

std::string Scenario::trace() {
  std::string text = std::move(*trace_);
  trace_->clear();
  return text;
}

std::string Scenario::numbered_trace() {
  const std::string text = trace();
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(" ,", at), text.size());
    const std::string word = text.substr(at, end - at);
    const size_t slash = word.find('/');
    const std::string kind = word.substr(0, slash);
    if (slash != std::string::npos && (kind == "pod" || kind == "rs" || kind == "job")) {
      const auto [name, is_new] = numbers_.try_emplace(word, std::to_string(counts_[kind] + 1));
      if (is_new) ++counts_[kind];
      out += kind + "/" + name->second;
    } else {
      out += word;
    }
    if (end < text.size()) out += text[end];
    at = end + 1;
  }
  return out;
}

}  // namespace skiff::test
