#include "base/value.h"

#include <algorithm>
#include <deque>
#include <vector>

namespace skiff {
namespace {

// As a == b, without a call for the short texts that names are.
inline bool same_name(std::string_view a, std::string_view b) {
  const size_t size = a.size();
  if (size != b.size()) return false;
  const auto same_at = [&]<class Part>(Part, size_t at) {
    Part in_a;
    Part in_b;
    std::memcpy(&in_a, a.data() + at, sizeof(Part));
    std::memcpy(&in_b, b.data() + at, sizeof(Part));
    return in_a == in_b;
  };
  if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
  if (size >= 8) return same_at(uint64_t(), 0) && same_at(uint64_t(), size - 8);
  if (size >= 4) return same_at(uint32_t(), 0) && same_at(uint32_t(), size - 4);
  return a == b;
}

uint64_t head_of(std::string_view name) {
  uint64_t head = 0;
  for (size_t i = 0; i < 8; ++i) head = head << 8 | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
  return head;
}

}  // namespace

// All names ever interned. Never freed: the set of names a cluster uses is small. Found by open addressing in a table
// that is a power of two long and at most half full: every member of every document that is read comes by here.
class Names {
 public:
  Names() : slots_(1024) {}

  // The name's number.
  uint32_t intern(std::string_view name, uint32_t hash) {
    size_t at = hash & (slots_.size() - 1);
    for (; slots_[at].number != kNone; at = (at + 1) & (slots_.size() - 1))
      if (slots_[at].hash == hash && same_name(names_[slots_[at].number].text, name)) return slots_[at].number;
    const auto number = static_cast<uint32_t>(names_.size());
    names_.push_back({texts_.emplace_back(name), head_of(name)});
    slots_[at] = {hash, number};
    if (names_.size() * 2 > slots_.size()) grow();
    return number;
  }
  const Key::Name* names() const { return names_.data(); }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Slot {
    uint32_t hash = 0;
    uint32_t number = kNone;
  };
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number == kNone) continue;
      size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].number != kNone) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::deque<std::string> texts_;
  std::vector<Key::Name> names_;  // by number
  std::vector<Slot> slots_;
};

namespace {

const Value kNull;
const Elements kNoElements;
const Members kNoMembers;

[[gnu::noinline]] const Value* find_among_many(const Members& members, std::string_view key) {
  auto at = std::lower_bound(members.begin(), members.end(), key,
                             [](const Member& member, std::string_view name) { return member.name() < name; });
  return at != members.end() && at->name() == key ? &at->value : nullptr;
}

}  // namespace

const Key::Name* Key::names_ = nullptr;

MemberName::MemberName(std::string_view text)
    : text_(text.data()), size_(static_cast<uint32_t>(text.size())), hash_(hash_of(text)) {}

Key Key::intern(MemberName name) {
  static auto* names = new Names();
  const uint32_t number = names->intern(name.view(), name.hash());
  names_ = names->names();
  return {number, name.hash()};
}

struct Value::StringRep {
  static size_t bytes(size_t size) { return sizeof(StringRep) + size; }

  uint32_t refs;
  uint32_t size;
  char text[1];
};
struct Value::ArrayRep {
  static void* operator new(size_t bytes) { return Pool::take(bytes); }
  static void operator delete(void* rep) { Pool::give(rep, sizeof(ArrayRep)); }

  uint32_t refs = 1;
  Elements elements;
};
struct Value::ObjectRep {
  static void* operator new(size_t bytes) { return Pool::take(bytes); }
  static void operator delete(void* rep) { Pool::give(rep, sizeof(ObjectRep)); }

  uint32_t refs = 1;
  Members members;
};

Value::Value(bool flag) noexcept {
  clear_bits();
  set_payload(Type::kBool, static_cast<int64_t>(flag));
}
Value::Value(long number) noexcept {
  clear_bits();
  set_payload(Type::kInt, number);
}
Value::Value(double number) noexcept {
  clear_bits();
  set_payload(Type::kDouble, number);
}

Value::Value(std::string_view text) {
  clear_bits();
  if (text.size() <= kInline) {
    type_ = Type::kString;
    size_ = static_cast<uint8_t>(text.size());
    if (!text.empty()) std::memcpy(bytes_, text.data(), text.size());
    return;
  }
  auto* rep = static_cast<StringRep*>(Pool::take(StringRep::bytes(text.size())));
  rep->refs = 1;
  rep->size = static_cast<uint32_t>(text.size());
  std::memcpy(rep->text, text.data(), text.size());
  set_payload(Type::kString, rep);
  size_ = kLong;
}

Value::Value(std::initializer_list<std::pair<MemberName, Value>> members) {
  clear_bits();
  auto* rep = new ObjectRep;
  rep->members.reserve(members.size());
  for (const auto& [name, value] : members) rep->members.push_back({Key::intern(name), value});
  const auto by_key = [](const Member& a, const Member& b) { return a.key < b.key; };
  if (!std::is_sorted(rep->members.begin(), rep->members.end(), by_key))
    std::sort(rep->members.begin(), rep->members.end(), by_key);
  set_payload(Type::kObject, rep);
}

Value::Value(const Value& other) noexcept {
  std::memcpy(static_cast<void*>(this), &other, sizeof(Value));
  retain();
}

Value::Value(Value&& other) noexcept {
  std::memcpy(static_cast<void*>(this), &other, sizeof(Value));
  other.clear_bits();
}

Value& Value::operator=(const Value& other) noexcept {
  other.retain();
  // `other` may live inside what release() frees: take its bits first.
  alignas(Value) char bits[sizeof(Value)];
  std::memcpy(bits, &other, sizeof(Value));
  release();
  std::memcpy(static_cast<void*>(this), bits, sizeof(Value));
  return *this;
}

Value& Value::operator=(Value&& other) noexcept {
  if (this == &other) return *this;
  alignas(Value) char bits[sizeof(Value)];
  std::memcpy(bits, &other, sizeof(Value));
  other.clear_bits();
  release();
  std::memcpy(static_cast<void*>(this), bits, sizeof(Value));
  return *this;
}

void Value::retain() const {
  switch (type_) {
    case Type::kString:
      if (size_ == kLong) ++payload<StringRep*>()->refs;
      return;
    case Type::kArray:
      ++payload<ArrayRep*>()->refs;
      return;
    case Type::kObject:
      ++payload<ObjectRep*>()->refs;
      return;
    default:
      return;
  }
}

void Value::release() {
  switch (type_) {
    case Type::kString:
      if (size_ == kLong)
        if (auto* rep = payload<StringRep*>(); --rep->refs == 0) Pool::give(rep, StringRep::bytes(rep->size));
      break;
    case Type::kArray:
      if (auto* rep = payload<ArrayRep*>(); --rep->refs == 0) delete rep;
      break;
    case Type::kObject:
      if (auto* rep = payload<ObjectRep*>(); --rep->refs == 0) delete rep;
      break;
    default:
      break;
  }
  clear_bits();
}

Value Value::object() { return object_of({}); }
Value Value::array() { return array(Elements()); }
Value Value::array(std::initializer_list<Value> elements) { return array(Elements(elements)); }

Value Value::array(Elements elements) {
  Value out;
  auto* rep = new ArrayRep;
  rep->elements = std::move(elements);
  out.set_payload(Type::kArray, rep);
  return out;
}

Value Value::object_of(Members members) {
  Value out;
  auto* rep = new ObjectRep;
  rep->members = std::move(members);
  out.set_payload(Type::kObject, rep);
  return out;
}

bool Value::as_bool(bool otherwise) const { return is_bool() ? payload<int64_t>() != 0 : otherwise; }

int64_t Value::as_int(int64_t otherwise) const {
  if (is_int()) return payload<int64_t>();
  if (is_double()) return static_cast<int64_t>(payload<double>());
  return otherwise;
}

double Value::as_double(double otherwise) const {
  if (is_double()) return payload<double>();
  if (is_int()) return static_cast<double>(payload<int64_t>());
  return otherwise;
}

std::string_view Value::as_string(std::string_view otherwise) const {
  if (!is_string()) return otherwise;
  if (size_ != kLong) return {bytes_, size_};
  const auto* rep = payload<StringRep*>();
  return {rep->text, rep->size};
}

size_t Value::size() const {
  if (is_array()) return payload<ArrayRep*>()->elements.size();
  if (is_object()) return payload<ObjectRep*>()->members.size();
  return 0;
}

const Elements& Value::elements() const { return is_array() ? payload<ArrayRep*>()->elements : kNoElements; }

const Value& Value::operator[](size_t index) const {
  const Elements& all = elements();
  return index < all.size() ? all[index] : kNull;
}

Elements& Value::edit_elements() {
  if (!is_array()) *this = array();
  auto* rep = payload<ArrayRep*>();
  if (rep->refs > 1) {
    auto* own = new ArrayRep;
    own->elements = rep->elements;
    --rep->refs;
    set_payload(Type::kArray, own);
    rep = own;
  }
  return rep->elements;
}

const Members& Value::members() const { return is_object() ? payload<ObjectRep*>()->members : kNoMembers; }

Members& Value::edit_members() {
  if (!is_object()) *this = object();
  auto* rep = payload<ObjectRep*>();
  if (rep->refs > 1) {
    auto* own = new ObjectRep;
    own->members = rep->members;
    --rep->refs;
    set_payload(Type::kObject, own);
    rep = own;
  }
  return rep->members;
}

const Value* Value::find(MemberName name) const {
  const Members& all = members();
  if (all.size() > 48) return find_among_many(all, name.view());
  for (const Member& member : all)
    if (member.key.hash() == name.hash() && same_name(member.name(), name.view())) return &member.value;
  return nullptr;
}

const Value* Value::find(Key key) const {
  for (const Member& member : members())
    if (member.key == key) return &member.value;
  return nullptr;
}

const Value& Value::operator[](MemberName name) const {
  const Value* found = find(name);
  return found != nullptr ? *found : kNull;
}

const Value& Value::operator[](Key key) const {
  const Value* found = find(key);
  return found != nullptr ? *found : kNull;
}

Value& Value::add(Key key) {
  Members& all = edit_members();
  const auto at = std::lower_bound(all.begin(), all.end(), key,
                                   [](const Member& member, Key wanted) { return member.key < wanted; });
  return all.insert(at, Member{key, Value()})->value;
}

Value& Value::edit(MemberName name) {
  edit_members();
  if (const Value* found = find(name)) return const_cast<Value&>(*found);
  return add(Key::intern(name));
}

Value& Value::edit(Key key) {
  edit_members();
  if (const Value* found = find(key)) return const_cast<Value&>(*found);
  return add(key);
}

bool Value::erase(MemberName name) {
  if (find(name) == nullptr) return false;
  std::erase_if(edit_members(), [&](const Member& member) { return member.name() == name.view(); });
  return true;
}

bool Value::equals(const Value& other) const {
  if (same_as(other)) return true;
  if (is_number() && other.is_number()) {
    if (is_int() && other.is_int()) return as_int() == other.as_int();
    return as_double() == other.as_double();
  }
  if (type_ != other.type_) return false;
  switch (type_) {
    case Type::kString:
      return as_string() == other.as_string();
    case Type::kArray:
      return elements() == other.elements();
    case Type::kObject:
      return std::equal(members().begin(), members().end(), other.members().begin(), other.members().end(),
                        [](const Member& a, const Member& b) { return a.key == b.key && a.value == b.value; });
    case Type::kBool:
      return as_bool() == other.as_bool();
    default:
      return true;
  }
}

}  // namespace skiff
