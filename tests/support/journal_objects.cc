#include "support/journal_objects.h"

#include "base/json.h"
#include "journal/index_writer.h"

namespace skiff::test {
namespace {

constexpr std::string_view kResource = "pods";
constexpr std::string_view kNamespace = "default";

}  // namespace

JournalObjects::JournalObjects(journal::Journal& journal) : journal_(journal) {
  if (const journal::IndexedObjects* covered = journal.indexed(kResource)) {
    for (size_t i = 0; i < covered->count(); ++i) {
      std::string storage;
      const auto key = covered->key(i, storage);
      objects_[std::string(key.name)] = {std::string(key.ns), covered->line(i), key.resource_version,
                                         journal.load(covered->line(i))};
    }
  }
  journal.for_each_object([&](const journal::LiveObject& object) {
    if (object.deleted) objects_.erase(std::string(object.name));
    else
      objects_[std::string(object.name)] = {std::string(object.ns), object.position, object.resource_version,
                                            journal.load(object.position)};
  });
}

const Value& JournalObjects::document(const std::string& name) const {
  static const Value kNone;
  const auto found = objects_.find(name);
  return found == objects_.end() ? kNone : found->second.document;
}

void JournalObjects::write(journal::ObjectChange change, const Value& after) {
  const std::string name(change.name);
  change.resource = kResource;
  change.ns = kNamespace;
  const auto known = objects_.find(name);
  uint64_t position = 0;
  if (known == objects_.end()) {
    position = journal_.write_object(change, nullptr, after);
  } else {
    const Entry& last = known->second;
    const journal::Predecessor before{last.position, last.resource_version, last.document};
    position = journal_.write_object(change, &before, after);
  }
  if (change.type == journal::ObjectChange::Type::kDelete) objects_.erase(name);
  else objects_[name] = {std::string(kNamespace), position, change.resource_version, after};
}

void JournalObjects::put(journal::ObjectChange change, const Value& after) { write(change, after); }

void JournalObjects::erase(journal::ObjectChange change) {
  change.type = journal::ObjectChange::Type::kDelete;
  write(change, Value());
}

void JournalObjects::write_index() const {
  journal_.write_index([this](journal::IndexWriter& out) {
    out.begin(kResource);
    for (const auto& [name, entry] : objects_) out.add(static_cast<uint32_t>(entry.position));
  });
}

std::string JournalObjects::text() const {
  std::map<std::string, std::string> lines;
  for (const auto& [name, entry] : objects_)
    lines[std::string(kResource) + "/" + entry.ns + "/" + name] =
        std::to_string(entry.resource_version) + " " + to_json(entry.document);
  journal_.for_each_state_table([&](std::string_view table) {
    journal_.for_each_state(table, [&](std::string_view key, const Value& value) {
      lines[std::string(table) + "." + std::string(key)] = to_json(value);
    });
  });
  std::string out;
  for (const auto& [key, value] : lines) out += key + " " + value + "\n";
  return out + "rv " + std::to_string(journal_.resource_version());
}

}  // namespace skiff::test
