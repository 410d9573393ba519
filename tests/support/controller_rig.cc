#include "support/controller_rig.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/patch/merge_patch.h"
#include "base/json.h"
#include "cluster/actor_table.h"
#include "cluster/default_cluster.h"

namespace skiff::test {
namespace {

const Time kRigStart = *parse_rfc3339("2026-11-22T15:48:24Z");
constexpr const char* kTester = "tester";

Value parsed(const std::string& json) {
  const Result<Value> document = parse_json(json);
  INFO(json);
  REQUIRE(document);
  return *document;
}

const Kind& kind_of(const Value& document) {
  const Kind* kind = find_kind(document["apiVersion"].as_string(), document["kind"].as_string());
  REQUIRE(kind != nullptr);
  return *kind;
}

std::string_view namespace_of(const Kind& kind, const Value& document) {
  return kind.namespaced() ? document.at("metadata", "namespace").as_string("default") : std::string_view();
}

}  // namespace

struct ControllerRig::Log {
  std::string text;
  size_t created = 0;
  size_t deleted = 0;
  void add(char sign, const std::string& pod) {
    if (!text.empty()) text += ' ';
    text += sign + pod;
    ++(sign == '+' ? created : deleted);
  }
};

namespace {

template <class Log>
class PodRecorder final : public Actor {
 public:
  explicit PodRecorder(std::shared_ptr<Log> log) : log_(std::move(log)) {}
  std::string_view name() const override { return "recorder"; }
  void observe(const Change& change, const Store&, Workqueue&) override {
    if (&change.kind() != &kPod) return;
    if (change.type == Change::Type::kAdded) log_->add('+', change.key().name);
    const bool was_leaving = change.before && change.before->terminating();
    const bool leaves = change.type == Change::Type::kDeleted || change.after->terminating();
    if (leaves && !was_leaving) log_->add('-', change.key().name);
  }
  Result<void> reconcile(const ObjectKey&, Client&, Workqueue&) override { return {}; }

 private:
  std::shared_ptr<Log> log_;
};

}  // namespace

ControllerRig::ControllerRig(const std::vector<std::string_view>& actors)
    : store_(std::make_unique<Store>(1)), log_(std::make_shared<Log>()), refusals_(std::make_shared<Refusals>()) {
  make_default_cluster(*store_, {.workers = 0}, kRigStart);
  set_initial_clock(*store_, ClockMode::kManual, kRigStart, kRigStart);
  // Accounts and root certificates come from their controllers.
  Cluster(*store_).react();
  store_->erase(kNode, {"", "control-plane"}, {kTester, kRigStart});
  store_->take_changes();
  std::vector<std::unique_ptr<Actor>> chosen;
  for (std::unique_ptr<Actor>& actor : make_actors())
    if (std::find(actors.begin(), actors.end(), actor->name()) != actors.end())
      chosen.push_back(std::make_unique<RefusedActor>(std::move(actor), refusals_));
  REQUIRE(chosen.size() >= actors.size());
  chosen.push_back(std::make_unique<PodRecorder<Log>>(log_));
  cluster_ = std::make_unique<Cluster>(*store_, std::move(chosen));
  cluster_->react();
}

ControllerRig::~ControllerRig() = default;

ObjectKey ControllerRig::key(const Kind& kind, const std::string& name) const {
  return {kind.namespaced() ? "default" : "", name};
}

ObjectRef ControllerRig::create(const std::string& json) {
  const Value document = parsed(json);
  const Kind& kind = kind_of(document);
  const auto created = cluster_->api().create(kind, namespace_of(kind, document), document);
  INFO((created ? std::string() : created.error().message));
  REQUIRE(created);
  return *created;
}

ObjectRef ControllerRig::put(const std::string& json) {
  Value document = parsed(json);
  const Kind& kind = kind_of(document);
  if (kind.namespaced()) document["metadata"]["namespace"] = std::string(namespace_of(kind, document));
  if (kind.set_defaults != nullptr) kind.set_defaults(document);
  const Value given = std::as_const(document)["status"];
  Client client(*store_, kTester, now());
  const auto created = client.create(kind, std::move(document));
  INFO((created ? std::string() : created.error().message));
  REQUIRE(created);
  if (given.is_null()) return *created;
  Value status = (*created)->status();
  status = apply_merge_patch(std::move(status), given);
  return client.update_status(**created, std::move(status));
}

void ControllerRig::patch(const Kind& kind, const std::string& name, const std::string& merge_patch) {
  const auto patched = cluster_->api().patch(kind, key(kind, name), PatchType::kMerge, parsed(merge_patch));
  INFO((patched ? std::string() : patched.error().message));
  REQUIRE(patched);
}

void ControllerRig::remove(const Kind& kind, const std::string& name, std::optional<Propagation> propagation,
                           std::optional<int64_t> grace_seconds) {
  DeleteOptions options;
  options.propagation = propagation;
  options.grace_seconds = grace_seconds;
  REQUIRE(cluster_->api().remove(kind, key(kind, name), options));
}

void ControllerRig::write(const Kind& kind, const std::string& name, const std::string& member,
                          const std::string& merge_patch) {
  const ObjectRef object = get(kind, name);
  REQUIRE(object);
  Value document = object->document();
  Value part = std::as_const(document)[member];
  part = apply_merge_patch(std::move(part), parsed(merge_patch));
  document[member] = std::move(part);
  store_->put(kind, object->key(), std::move(document), {kTester, now()});
  cluster_->react();
}

void ControllerRig::status(const Kind& kind, const std::string& name, const std::string& merge_patch) {
  write(kind, name, "status", merge_patch);
}

void ControllerRig::metadata(const Kind& kind, const std::string& name, const std::string& merge_patch) {
  write(kind, name, "metadata", merge_patch);
}

void ControllerRig::node(const std::string& name, const std::string& labels, const std::string& taints) {
  Value document = parsed(R"({"apiVersion":"v1","kind":"Node","metadata":{},"spec":{},"status":{
      "allocatable":{"cpu":"4","memory":"8Gi","pods":"110"},"capacity":{"cpu":"4","memory":"8Gi","pods":"110"},
      "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}})");
  document["metadata"] = Value{{"name", name}, {"labels", parsed(labels)}, {"uid", store_->random().uid()}};
  document["metadata"]["creationTimestamp"] = rfc3339(now());
  if (const Value list = parsed(taints); !list.empty()) document["spec"]["taints"] = list;
  store_->put(kNode, {"", name}, std::move(document), {kTester, now()});
  cluster_->react();
}

void ControllerRig::bind(const std::string& pod, const std::string& node) {
  const ObjectRef object = get(kPod, pod);
  REQUIRE(object);
  Client client(*store_, kTester, now());
  REQUIRE(client.bind(*object, node));
  cluster_->react();
}

void ControllerRig::run(const std::string& pod, Duration ready_since) {
  const ObjectRef object = get(kPod, pod);
  REQUIRE(object);
  if (object->spec()["nodeName"].as_string().empty()) {
    Client client(*store_, kTester, now());
    REQUIRE(client.bind(*object, "somewhere"));
  }
  const std::string since = time(-ready_since);
  status(kPod, pod,
         R"({"phase":"Running","startTime":")" + since +
             R"(","conditions":[{"type":"Ready","status":"True","lastTransitionTime":")" + since + "\"}]}");
}

void ControllerRig::unready(const std::string& pod) {
  status(kPod, pod,
         R"({"phase":"Running","conditions":[{"type":"Ready","status":"False","lastTransitionTime":")" +
             time(Duration(0)) + "\"}]}");
}

void ControllerRig::finish(const std::string& pod, const std::string& phase) {
  status(kPod, pod,
         R"({"phase":")" + phase + R"(","conditions":[{"type":"Ready","status":"False","lastTransitionTime":")" +
             time(Duration(0)) + "\"}]}");
}

void ControllerRig::gone(const Kind& kind, const std::string& name) {
  store_->erase(kind, key(kind, name), {kTester, now()});
  cluster_->react();
}

void ControllerRig::refuse(Client::Write write, const Kind& kind, const std::string& name, int times, Error error) {
  refusals_->push_back({write, kind, name, times, std::move(error)});
}

int ControllerRig::refusals_left() const {
  int left = 0;
  for (const Refusal& one : *refusals_) left += one.times;
  return left;
}

void ControllerRig::react() { cluster_->react(); }
void ControllerRig::advance(Duration duration) { cluster_->advance(duration); }
Time ControllerRig::now() const { return cluster_ ? cluster_->now() : kRigStart; }
std::string ControllerRig::time(Duration from_now) const { return rfc3339(now() + from_now); }

ObjectRef ControllerRig::get(const Kind& kind, const std::string& name) const {
  return store_->get(kind, key(kind, name));
}

std::string ControllerRig::text(const Kind& kind, const std::string& name, const std::vector<std::string>& path) const {
  const ObjectRef object = get(kind, name);
  if (!object) return "no such object";
  const Value* at = &object->document();
  for (const std::string& step : path) at = &(*at)[step];
  return at->is_string() ? at->str() : to_json(*at);
}

std::string ControllerRig::names(const Kind& kind) const {
  std::string all;
  store_->for_each(kind, kind.namespaced() ? "default" : "", [&](const ObjectRef& object) {
    all += (all.empty() ? "" : " ") + object->name() + (object->terminating() ? "-" : "");
    return true;
  });
  return all;
}

std::string ControllerRig::only(const Kind& kind) const {
  const std::vector<ObjectRef> all = store_->list(kind, kind.namespaced() ? "default" : "");
  REQUIRE(all.size() == 1);
  return all[0]->name();
}

std::vector<std::string> ControllerRig::events(const Kind& kind, const std::string& name) const {
  const ObjectRef object = get(kind, name);
  REQUIRE(object);
  std::vector<std::string> texts;
  for (const ObjectRef& event : store_->events_about(object->uid()))
    texts.push_back(event->document()["reason"].str() + " " + event->document()["message"].str());
  return texts;
}

std::string ControllerRig::pod_log() {
  std::string text = std::move(log_->text);
  forget_log();
  return text;
}
size_t ControllerRig::created() const { return log_->created; }
size_t ControllerRig::deleted() const { return log_->deleted; }
void ControllerRig::forget_log() { *log_ = Log(); }

}  // namespace skiff::test
