#include <unordered_map>

#include "base/json.h"
#include "journal/difference.h"
#include "journal/journal.h"
#include "journal/mapped_file.h"
#include "journal/transactions.h"
#include "journal/unreadable.h"

namespace skiff::journal {
namespace {

Value parse_body(std::string_view text, const Record& record) {
  auto document = parse_json(record.body);
  if (!document) stop_at_unreadable(text, record.body);
  return *std::move(document);
}

ObjectChange change_of(const Record& record) {
  const ObjectKeyText key = split_key(record.key);
  using Type = ObjectChange::Type;
  const Type type = record.type == LineType::kPatch    ? Type::kPatch
                    : record.type == LineType::kDelete ? Type::kDelete
                                                       : Type::kWhole;
  return {key.resource, key.ns, key.name, record.rv, record.at, record.by, type};
}

}  // namespace

void Journal::for_each_change(
    const std::function<void(const ObjectChange& change, const Value& before, const Value& after)>& visit) const {
  // The file as it is now, which holds what was committed since it was opened.
  const auto file = MappedFile::open(path());
  if (!file) return;
  std::unordered_map<std::string, Value> documents;
  TransactionReader reader(file->text());
  while (const Transaction* transaction = reader.next()) {
    std::unordered_map<uint64_t, Value> wholes;  // by version: others in the transaction may build on them
    for (const std::string_view line : transaction->lines) {
      Record record;
      if (!read_record(line, record)) stop_at_unreadable(file->text(), line);
      if (record.type == LineType::kState) continue;
      Value& current = documents[std::string(record.key)];
      const Value before = current;
      if (record.type == LineType::kPatch) current = merged(current, parse_body(file->text(), record));
      else if (record.type == LineType::kDelete) current = Value();
      else if (record.on != 0) current = merged(wholes[record.on], parse_body(file->text(), record));
      else current = wholes[record.rv] = parse_body(file->text(), record);
      if (record.type != LineType::kBase) visit(change_of(record), before, current);
    }
  }
}

}  // namespace skiff::journal
