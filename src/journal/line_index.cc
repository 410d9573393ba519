#include "journal/line_index.h"

#include <algorithm>

#include "base/check.h"
#include "base/json.h"
#include "journal/checksum.h"
#include "journal/difference.h"
#include "journal/index_file.h"
#include "journal/unreadable.h"

namespace skiff::journal {
namespace {

uint32_t hash_of(std::string_view key) { return static_cast<uint32_t>(checksum(key, 0)); }

}  // namespace

LineIndex::LineIndex(std::string_view text, const IndexFile* covered) : text_(text), covering_(covered) {
  if (covered != nullptr) covered_ = covered->lines();
}

uint32_t LineIndex::check_of(std::string_view line) {
  const auto check = static_cast<uint32_t>(checksum(line, line.size()));
  return check != 0 ? check : 1;
}

void LineIndex::read_appended_from(Bytes bytes) {
  appended_ = size();
  bytes_ = std::move(bytes);
}

std::string_view LineIndex::text_of(uint32_t number) const {
  const Line& found = line(number);
  if (number >= appended_) {
    const std::string_view bytes = bytes_(found.position, found.length);
    if (bytes.size() != found.length || check_of(bytes) != found.check)
      stop_at_unreadable(text_, text_.substr(text_.size()));
    return bytes;
  }
  const std::string_view bytes = text_.substr(found.position, found.length);
  if (number < covered_.size() && check_of(bytes) != found.check) stop_at_unreadable(text_, bytes);
  return bytes;
}

size_t LineIndex::slot_of(std::string_view key, bool state, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  for (size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    if (slots_[slot].key == kNone) return slot;
    if (slots_[slot].hash != hash) continue;
    const LineHead head = head_of(text_.substr(line(last_[slots_[slot].key]).position));
    if (head.key == key && (head.type == LineType::kState) == state) return slot;
  }
}

void LineIndex::grow() {
  std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (const Slot& entry : old) {
    if (entry.key == kNone) continue;
    size_t slot = entry.hash & mask;
    while (slots_[slot].key != kNone) slot = (slot + 1) & mask;
    slots_[slot] = entry;
  }
}

bool LineIndex::add(std::string_view line) {
  const LineHead head = head_of(line);
  if (head.type >= LineType::kCommit) return false;
  if (last_.size() * 2 >= slots_.size()) grow();
  const uint32_t hash = hash_of(head.key);
  Slot& slot = slots_[slot_of(head.key, head.type == LineType::kState, hash)];
  if (slot.key == kNone) {
    slot = {hash, static_cast<uint32_t>(last_.size())};
    last_.push_back(covering_ != nullptr ? covering_->find(line) : kNone);
  }
  uint32_t& last = last_[slot.key];
  uint32_t previous = kNone;
  Record record;
  if (head.type == LineType::kPatch || head.type == LineType::kDelete) {
    previous = last;
  } else if (head.type != LineType::kState) {
    if (!read_version(line, record)) return false;
    if (record.on != 0) previous = whole_version(record.on);
    if (record.on != 0 && previous == kNone) return false;
  }
  const auto position = static_cast<uint64_t>(line.data() - text_.data());
  last = push({position, static_cast<uint32_t>(line.size()), 0, previous, 0, head.type});
  if (wholes_known_) note_whole(last);
  return true;
}

uint32_t LineIndex::append(uint64_t position, std::string_view line, LineType type, uint32_t previous) {
  return push({position, static_cast<uint32_t>(line.size()), check_of(line), previous, 0, type});
}

uint32_t LineIndex::push(Line line) {
  const uint32_t number = size();
  check(covered_.size() + lines_.size() < kNone, "a state file has fewer than 4294967295 lines");
  if (line.previous != kNone && line.type != LineType::kDelete) {
    const uint32_t depth = this->line(line.previous).depth + 1;
    check(depth < (1U << 24), "an object is written whole after far fewer patches");
    line.depth = depth & 0xffffffU;
  }
  lines_.push_back(line);
  return number;
}

void LineIndex::note_whole(uint32_t number) const {
  const Line& added = line(number);
  Record record;
  if (added.type != LineType::kPut && added.type != LineType::kBase) return;
  if (added.depth == 0 && read_version(text_of(number), record)) wholes_[record.rv] = number;
}

uint32_t LineIndex::whole_version(uint64_t resource_version) const {
  if (!wholes_known_)
    for (size_t i = 0; i < lines_.size(); ++i) note_whole(static_cast<uint32_t>(covered_.size() + i));
  wholes_known_ = true;
  const auto found = wholes_.find(resource_version);
  return found != wholes_.end() ? found->second : kNone;
}

uint32_t LineIndex::find(std::string_view key, bool state) const {
  if (slots_.empty()) return kNone;
  const Slot& slot = slots_[slot_of(key, state, hash_of(key))];
  return slot.key == kNone ? kNone : last_[slot.key];
}

void LineIndex::for_each_last(const std::function<void(uint32_t)>& visit) const {
  for (const uint32_t line : last_) visit(line);
}

Value LineIndex::document(uint32_t line) const {
  const uint32_t depth = this->line(line).depth;
  std::vector<uint32_t> chain(depth + 1);
  for (uint32_t i = depth + 1; i-- > 0; line = this->line(line).previous) chain[i] = line;
  const bool is_shared = depth > 0 && this->line(chain[1]).type != LineType::kPatch;
  Value document = is_shared ? model(chain[0]) : body_of(chain[0], models_[depth > 0 ? 1 : 0]);
  for (uint32_t i = 1; i <= depth; ++i)
    document = merged(std::move(document), body_of(chain[i], models_[std::min<size_t>(i + 1, models_.size() - 1)]));
  return document;
}

const Value& LineIndex::model(uint32_t line) const {
  constexpr size_t kModelsMax = 1024;
  if (const auto known = shared_.find(line); known != shared_.end()) return known->second;
  if (shared_.size() >= kModelsMax) shared_.clear();
  return shared_[line] = body_of(line, models_[0]);
}

Value LineIndex::body_of(uint32_t line, Value& model) const {
  const std::string_view text = text_of(line);
  const auto body = read_document(text);
  auto document = body ? parse_json(*body, model) : Result<Value>(Value());
  if (!body || !document) stop_at_unreadable(text_, text);
  model = *document;
  return *std::move(document);
}

}  // namespace skiff::journal
