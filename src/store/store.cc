#include "store/store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "api/custom_resources/custom_kinds.h"
#include "api/kind_table.h"
#include "api/kinds/customresourcedefinition.h"
#include "api/kinds/event.h"
#include "api/kinds/pod.h"
#include "api/label_index.h"
#include "base/check.h"
#include "journal/journal.h"
#include "store/table.h"

namespace skiff {
namespace {

const Value kNothing;

std::optional<journal::Predecessor> predecessor_of(const ObjectRef& object) {
  if (!object) return std::nullopt;
  return journal::Predecessor{object->position(), object->resource_version(), object->document()};
}

}  // namespace

struct Store::Impl {
  journal::Journal* journal = nullptr;
  CustomKinds kinds;
  std::unordered_map<const Kind*, std::unique_ptr<Table>> tables;
  std::map<std::string, StateTable, std::less<>> states;
  uint64_t saved_counter = 0;
  bool wrote = false;  // an object since the last commit

  // What changes in the store of a journal that is only read, or was released, stays in memory.
  bool writes() const { return journal != nullptr && journal->writable(); }

  void load_objects(std::span<const Kind* const> kinds) {
    std::map<std::string, Table*, std::less<>> by_resource;
    for (const Kind* kind : kinds) {
      Table* const into = by_resource[kind->qualified_name()] = &table(*kind);
      if (const auto* covered = journal->indexed(kind->qualified_name())) into->cover(*covered);
    }
    std::string_view last_resource;  // objects come in runs of one resource
    Table* into = nullptr;
    journal->for_each_object([&](const journal::LiveObject& object) {
      if (into == nullptr || object.resource != last_resource) {
        const auto at = by_resource.find(object.resource);
        into = at != by_resource.end() ? at->second : nullptr;
        last_resource = object.resource;
      }
      if (into == nullptr) return;
      if (object.deleted) into->remove_stored(object.ns, object.name);
      else into->add_stored(object.ns, object.name, object.resource_version, object.position);
    });
  }

  StateTable& state_table(std::string_view name) {
    const auto found = states.find(name);
    if (found != states.end()) return found->second;
    StateTable& table = states[std::string(name)];
    if (journal == nullptr) return table;
    journal->for_each_state(name, [&](std::string_view key, Value value) { table.load(key, std::move(value)); });
    return table;
  }

  bool states_changed() const {
    return std::any_of(states.begin(), states.end(), [](const auto& table) { return table.second.changed(); });
  }

  // Not if some kind of the file is none of ours: its objects must not drop out of the index.
  void write_index() {
    std::map<std::string, const Table*, std::less<>> by_resource;
    for (const Kind* kind : builtin_kinds()) by_resource[kind->qualified_name()] = &table(*kind);
    for (const Kind* kind : kinds.defined()) by_resource[kind->qualified_name()] = &table(*kind);
    bool all_known = true;
    journal->for_each_resource([&](std::string_view resource) { all_known &= by_resource.contains(resource); });
    if (!all_known) return;
    journal->write_index([&](journal::IndexWriter& out) {
      for (const auto& [resource, table] : by_resource)
        if (table->count() > 0) table->write_index(out);
    });
  }

  // A definition changes what kinds there are.
  void note(const Kind& kind, const Object& object, Change::Type type) {
    if (&kind != &kCustomResourceDefinition) return;
    if (type == Change::Type::kDeleted) kinds.undefine(object.name());
    else kinds.define(object.document());
  }

  Table& table(const Kind& kind) {
    auto& table = tables[&kind];
    if (!table) table = std::make_unique<Table>(kind, journal);
    return *table;
  }
};

Store::Store(uint64_t seed) : impl_(std::make_unique<Impl>()), random_(seed) {}

Store::Store(journal::Journal& journal) : impl_(std::make_unique<Impl>()) {
  impl_->journal = &journal;
  load(journal);
}

Store::~Store() = default;

void Store::load(journal::Journal& journal) {
  resource_version_ = journal.resource_version();
  impl_->load_objects(builtin_kinds());
  if (count(kCustomResourceDefinition) > 0) {
    for (const ObjectRef& definition : list(kCustomResourceDefinition))
      impl_->note(kCustomResourceDefinition, *definition, Change::Type::kAdded);
    impl_->load_objects(impl_->kinds.defined());
  }
  const Value& random = state(kClusterState, "random");
  random_ = Random(static_cast<uint64_t>(random["seed"].as_int(1)), static_cast<uint64_t>(random["counter"].as_int()));
  impl_->saved_counter = random_.counter();
}

ObjectRef Store::get(const Kind& kind, const ObjectKey& key) const { return impl_->table(kind).get(key); }

std::vector<ObjectRef> Store::list(const Kind& kind, std::string_view ns) const {
  std::vector<ObjectRef> all;
  for_each(kind, ns, [&](const ObjectRef& object) {
    all.push_back(object);
    return true;
  });
  return all;
}

void Store::for_each(const Kind& kind, std::string_view ns, const std::function<bool(const ObjectRef&)>& visit) const {
  impl_->table(kind).for_each(ns, visit);
}

size_t Store::count(const Kind& kind) const { return impl_->table(kind).count(); }

std::vector<ObjectRef> Store::lookup(const Kind& kind, std::string_view term) const {
  return impl_->table(kind).lookup(term);
}

std::vector<ObjectRef> Store::dependents(const Kind& kind, std::string_view owner_uid) const {
  return lookup(kind, "owner=" + std::string(owner_uid));
}

std::vector<ObjectRef> Store::dependents(std::string_view owner_uid) const {
  std::vector<ObjectRef> all;
  for (const Kind* kind : all_kinds()) {
    if (kind == &kEvent) continue;  // nobody owns an event, and there are many
    std::vector<ObjectRef> some = dependents(*kind, owner_uid);
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return all;
}

std::vector<ObjectRef> Store::pods_on_node(std::string_view node) const {
  return lookup(kPod, "node=" + std::string(node));
}

size_t Store::count_on_node(std::string_view node) const {
  return impl_->table(kPod).count("node=" + std::string(node));
}

// Among those that have the rarest of the labels that the selector asks for.
std::vector<ObjectRef> Store::pods_selected(std::string_view ns, const LabelSelector& selector) const {
  if (selector.selects_all()) return list(kPod, ns);
  const Table& pods = impl_->table(kPod);
  std::optional<std::string> narrowest;
  size_t fewest = pods.count();
  for (const LabelRequirement& requirement : selector.requirements()) {
    using Operator = LabelRequirement::Operator;
    const bool asks = requirement.op == Operator::kIn || requirement.op == Operator::kEquals ||
                      requirement.op == Operator::kDoubleEquals;
    if (!asks || requirement.values.size() != 1) continue;
    std::string term = label_term(requirement.key, requirement.values[0]);
    const size_t count = pods.count_at_most(term);
    if (narrowest && count >= fewest) continue;
    narrowest = std::move(term);
    fewest = count;
  }
  std::vector<ObjectRef> found = narrowest ? pods.lookup(*narrowest) : list(kPod, ns);
  std::erase_if(found, [&](const ObjectRef& pod) {
    return (!ns.empty() && pod->ns() != ns) || !selector.matches(pod->metadata()["labels"]);
  });
  return found;
}

std::vector<ObjectRef> Store::events_about(std::string_view uid) const {
  return lookup(kEvent, "about=" + std::string(uid));
}

ObjectRef Store::put(const Kind& kind, const ObjectKey& key, Value document, const WriteContext& context) {
  Table& table = impl_->table(kind);
  ObjectRef before = table.get(key);
  if (before) {
    const Value& version = before->metadata()["resourceVersion"];
    if (!(std::as_const(document).at("metadata", "resourceVersion") == version))
      document["metadata"]["resourceVersion"] = version;
    if (document == before->document()) return before;
  }
  ++resource_version_;
  document["metadata"]["resourceVersion"] = std::to_string(resource_version_);
  uint64_t position = 0;
  if (impl_->writes()) {
    const std::string resource = kind.qualified_name();
    const auto last = predecessor_of(before);
    position = impl_->journal->write_object({resource, key.ns, key.name, resource_version_, context.now, context.actor},
                                            last ? &*last : nullptr, document);
  }
  auto after = std::make_shared<const Object>(kind, key, resource_version_, std::move(document), position,
                                              impl_->writes() ? impl_->journal : nullptr);
  impl_->wrote = true;
  table.put(after);
  impl_->note(kind, *after, Change::Type::kModified);
  changes_.push_back({before ? Change::Type::kModified : Change::Type::kAdded, before, after, context.now});
  return after;
}

void Store::erase(const Kind& kind, const ObjectKey& key, const WriteContext& context) {
  Table& table = impl_->table(kind);
  const ObjectRef last = table.get(key);
  if (!last) return;
  ++resource_version_;
  if (impl_->writes()) {
    const std::string resource = kind.qualified_name();
    const journal::Predecessor followed = *predecessor_of(last);
    impl_->journal->write_object({resource, key.ns, key.name, resource_version_, context.now, context.actor,
                                  journal::ObjectChange::Type::kDelete},
                                 &followed, kNothing);
  }
  impl_->wrote = true;
  table.erase(key);
  impl_->note(kind, *last, Change::Type::kDeleted);
  changes_.push_back({Change::Type::kDeleted, last, last, context.now});
}

std::vector<Change> Store::take_changes() { return std::exchange(changes_, {}); }

const Value& Store::state(std::string_view table, std::string_view key) const { return states(table).get(key); }

const StateTable& Store::states(std::string_view table) const { return impl_->state_table(table); }

void Store::set_state(std::string_view table, std::string_view key, Value value) {
  impl_->state_table(table).set(key, std::move(value));
}

bool Store::dirty() const {
  return impl_->wrote || random_.counter() != impl_->saved_counter || impl_->states_changed();
}

Result<void> Store::commit() {
  if (!dirty()) return {};
  if (random_.counter() != impl_->saved_counter) {
    set_state(
        kClusterState, "random",
        Value{{"seed", static_cast<int64_t>(random_.seed())}, {"counter", static_cast<int64_t>(random_.counter())}});
  }
  if (impl_->writes()) {
    for (auto& [name, table] : impl_->states) {
      table.write([&, &table_name = name](std::string_view key, const Value& value) {
        impl_->journal->write_state(table_name, key, value);
      });
    }
    if (auto done = impl_->journal->commit(); !done) return done.error();
    if (impl_->journal->index_due()) impl_->write_index();
  }
  for (auto& [name, table] : impl_->states) table.written();
  impl_->saved_counter = random_.counter();
  impl_->wrote = false;
  return {};
}

}  // namespace skiff
