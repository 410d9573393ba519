#include "store/store.h"

#include <catch2/catch.hpp>

#include "api/event_view.h"
#include "api/kinds/configmap.h"
#include "api/kinds/event.h"
#include "api/kinds/pod.h"
#include "journal/journal.h"
#include "support/temporary_folder.h"

using namespace skiff;

namespace {

const WriteContext kWriter{"test", Time(seconds(1000))};

Value config(const std::string& ns, const std::string& name, const std::string& text) {
  return Value{{"apiVersion", "v1"},
               {"kind", "ConfigMap"},
               {"metadata", Value{{"name", name}, {"namespace", ns}, {"uid", "uid-" + name}}},
               {"data", Value{{"text", text}}}};
}

std::string names(const std::vector<ObjectRef>& objects) {
  std::string out;
  for (const ObjectRef& one : objects) out += (out.empty() ? "" : " ") + one->ns() + "/" + one->name();
  return out;
}

}  // namespace

TEST_CASE("store: lists come in key order, a namespace at a time or all") {
  Store store(1);
  for (const char* key : {"b/x", "a/z", "a/a", "ab/q", "a/m"}) {
    const std::string text(key);
    const size_t slash = text.find('/');
    const ObjectKey object{text.substr(0, slash), text.substr(slash + 1)};
    store.put(kConfigMap, object, config(object.ns, object.name, "1"), kWriter);
  }
  CHECK(names(store.list(kConfigMap)) == "a/a a/m a/z ab/q b/x");
  CHECK(names(store.list(kConfigMap, "a")) == "a/a a/m a/z");
  CHECK(names(store.list(kConfigMap, "none")).empty());
  store.erase(kConfigMap, {"a", "m"}, kWriter);
  CHECK(names(store.list(kConfigMap, "a")) == "a/a a/z");
  CHECK(store.count(kConfigMap) == 4);
}

TEST_CASE("store: a write takes the next resourceVersion, a write of the same does not happen") {
  Store store(1);
  const ObjectKey key{"a", "one"};
  const ObjectRef first = store.put(kConfigMap, key, config("a", "one", "1"), kWriter);
  CHECK(first->resource_version() == 1);
  CHECK(first->metadata()["resourceVersion"].as_string() == "1");
  CHECK(store.put(kConfigMap, key, config("a", "one", "1"), kWriter) == first);
  const ObjectRef second = store.put(kConfigMap, key, config("a", "one", "2"), kWriter);
  CHECK(second->resource_version() == 2);
  store.erase(kConfigMap, key, kWriter);
  CHECK(store.resource_version() == 3);

  const std::vector<Change> changes = store.take_changes();
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].type == Change::Type::kAdded);
  CHECK(changes[1].type == Change::Type::kModified);
  CHECK(changes[1].before == first);
  CHECK(changes[1].after == second);
  CHECK(changes[2].type == Change::Type::kDeleted);
  CHECK(changes[2].after == second);
  CHECK_FALSE(store.has_changes());
}

TEST_CASE("store: an event of which its view is kept is the same when it is asked for again") {
  const test::TemporaryFolder folder;
  auto journal = *journal::Journal::open(folder / "sim.jsonl", {});
  Store saved(*journal);
  Store in_memory(1);
  for (Store* store : {&saved, &in_memory}) {
    const ObjectRef event =
        store->put(kEvent, {"default", "e"},
                   Value{{"metadata", Value{{"name", "e"}, {"namespace", "default"}}},
                         {"involvedObject", Value{{"fieldPath", "spec.containers{c}"}, {"resourceVersion", "7"}}},
                         {"type", "Warning"},
                         {"reason", "BackOff"},
                         {"message", "Back-off restarting failed container"},
                         {"source", Value{{"component", "kubelet"}, {"host", "worker-1"}}},
                         {"lastTimestamp", "1970-01-01T00:10:00Z"},
                         {"count", 3}},
                   kWriter);
    const Value document = event->document();
    for (int i = 0; i < 2; ++i) {
      event->keep_only<EventView>();
      const auto& view = event->view<EventView>();
      CHECK(view.type == "Warning");
      CHECK(view.reason == "BackOff");
      CHECK(view.message == "Back-off restarting failed container");
      CHECK(view.component == "kubelet");
      CHECK(view.host == "worker-1");
      CHECK(view.field_path == "spec.containers{c}");
      CHECK(view.resource_version == "7");
      CHECK(view.last == Time(minutes(10)));
      CHECK(view.count == 3);
      CHECK(event->document() == document);
    }
  }
}

TEST_CASE("store: indexes follow owners and nodes") {
  Store store(1);
  const auto put_pod = [&](const std::string& name, const Value& owner, const std::string& node) {
    Value pod{{"metadata", Value{{"name", name}, {"namespace", "d"}}}, {"spec", Value{{"nodeName", node}}}};
    if (!owner.is_null()) pod["metadata"]["ownerReferences"] = Value::array({Value{{"uid", owner}}});
    store.put(kPod, {"d", name}, pod, kWriter);
  };
  put_pod("p2", "o1", "n1");
  put_pod("p1", "o1", "n2");
  put_pod("p3", Value(), "n1");
  CHECK(names(store.dependents(kPod, "o1")) == "d/p1 d/p2");
  CHECK(names(store.pods_on_node("n1")) == "d/p2 d/p3");
  put_pod("p2", Value(), "n2");
  CHECK(names(store.dependents(kPod, "o1")) == "d/p1");
  CHECK(names(store.pods_on_node("n2")) == "d/p1 d/p2");
  put_pod("p4", "o1", "");
  CHECK(names(store.dependents("o1")) == "d/p1 d/p4");
  store.erase(kPod, {"d", "p1"}, kWriter);
  CHECK(names(store.dependents(kPod, "o1")) == "d/p4");
  CHECK(names(store.pods_on_node("n2")) == "d/p2");
}
