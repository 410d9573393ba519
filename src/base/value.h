// Value: one JSON value. The document type of the whole program: manifests, stored objects, patches, output.
//
// Copying a Value is O(1): strings, arrays and objects are shared and copied only when one of the holders edits
// them (copy on write). So ten thousand pods share the pieces of the template they were made from, a new version
// of an object shares all that did not change with the one before, and comparing such versions skips what they
// share. Object members are kept sorted by key, bytewise, as `-o json` prints them.
//
// Reads never fail: a missing member or a value of another type reads as null, "", 0, false or empty.
// Not thread-safe: reference counts are plain integers, the engine is single-threaded.
#pragma once
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/pool.h"

namespace skiff {

// The name of a member that is looked for, and its hash. Of a literal both are known when the program is compiled, which
// is why it is made where it stands.
class MemberName {
 public:
  [[gnu::always_inline]] MemberName(const char* text)
      : MemberName(__builtin_constant_p(__builtin_strlen(text)) ? of_literal(text) : MemberName(std::string_view(text))) {}
  MemberName(std::string_view text);
  MemberName(const std::string& text) : MemberName(std::string_view(text)) {}

  std::string_view view() const { return {text_, size_}; }
  uint32_t hash() const { return hash_; }

 private:
  MemberName(const char* text, uint32_t size, uint32_t hash) : text_(text), size_(size), hash_(hash) {}
  [[gnu::always_inline]] static MemberName of_literal(const char* text) {
    const size_t size = __builtin_strlen(text);
    return {text, static_cast<uint32_t>(size), hash_of({text, size})};
  }
  [[gnu::always_inline]] static uint32_t hash_of(std::string_view name) {
    uint64_t head = 0;
    uint64_t tail = 0;
    if (name.size() >= 8) {
      std::memcpy(&head, name.data(), 8);
      std::memcpy(&tail, name.data() + name.size() - 8, 8);
    } else if (name.size() >= 4) {
      std::memcpy(&head, name.data(), 4);
      std::memcpy(&tail, name.data() + name.size() - 4, 4);
    } else if (!name.empty()) {
      head = static_cast<uint64_t>(static_cast<unsigned char>(name.front())) << 8;
      tail = static_cast<uint64_t>(static_cast<unsigned char>(name[name.size() / 2])) << 8 |
             static_cast<unsigned char>(name.back());
    }
    const uint64_t mixed = (head ^ name.size()) * 0x9e3779b97f4a7c15U ^ tail * 0xc2b2ae3d27d4eb4fU;
    return static_cast<uint32_t>(mixed >> 32);
  }

  const char* text_;
  uint32_t size_;
  uint32_t hash_;
};

// An interned member name: equal names have the same number, for ever. Its hash is at hand, so that a search among
// members looks at no text but that of the one it finds.
class Key {
 public:
  static Key intern(MemberName name);
  std::string_view view() const { return names_[number_].text; }
  uint32_t hash() const { return hash_; }
  friend bool operator==(Key a, Key b) { return a.number_ == b.number_; }
  // Bytewise, by their names.
  friend bool operator<(Key a, Key b) {
    const Name& left = names_[a.number_];
    const Name& right = names_[b.number_];
    return left.head != right.head ? left.head < right.head : left.text < right.text;
  }

 private:
  friend class Names;
  struct Name {
    std::string_view text;
    uint64_t head;  // the first eight bytes as a number that is ordered as they are, zeros behind a shorter name
  };
  Key(uint32_t number, uint32_t hash) : number_(number), hash_(hash) {}
  static const Name* names_;  // by number
  uint32_t number_;
  uint32_t hash_;
};

struct Member;
class Value;

using Elements = std::vector<Value, PoolAllocator<Value>>;
using Members = std::vector<Member, PoolAllocator<Member>>;

class Value {
 public:
  enum class Type : uint8_t { kNull, kBool, kInt, kDouble, kString, kArray, kObject };

  Value() noexcept { clear_bits(); }
  Value(std::nullptr_t) noexcept : Value() {}
  Value(bool flag) noexcept;
  Value(int number) noexcept : Value(static_cast<int64_t>(number)) {}
  Value(unsigned number) noexcept : Value(static_cast<int64_t>(number)) {}
  Value(long number) noexcept;
  Value(long long number) noexcept : Value(static_cast<long>(number)) {}
  Value(unsigned long number) noexcept : Value(static_cast<long>(number)) {}
  Value(double number) noexcept;
  Value(const char* text) : Value(std::string_view(text)) {}
  template <class T>
  Value(T*) = delete;  // else a pointer would become a bool
  Value(const std::string& text) : Value(std::string_view(text)) {}
  Value(std::string_view text);
  // An object: Value{{"a", 1}, {"b", "x"}}. For an empty one or an array use object() and array().
  Value(std::initializer_list<std::pair<MemberName, Value>> members);
  Value(const Value& other) noexcept;
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other) noexcept;
  Value& operator=(Value&& other) noexcept;
  ~Value() { release(); }

  static Value object();
  static Value array();
  static Value array(std::initializer_list<Value> elements);
  static Value array(Elements elements);
  // REQUIRES: members sorted by key, no key twice.
  static Value object_of(Members members);

  Type type() const { return type_; }
  bool is_null() const { return type_ == Type::kNull; }
  bool is_bool() const { return type_ == Type::kBool; }
  bool is_int() const { return type_ == Type::kInt; }
  bool is_double() const { return type_ == Type::kDouble; }
  bool is_number() const { return is_int() || is_double(); }
  bool is_string() const { return type_ == Type::kString; }
  bool is_array() const { return type_ == Type::kArray; }
  bool is_object() const { return type_ == Type::kObject; }

  bool as_bool(bool otherwise = false) const;
  int64_t as_int(int64_t otherwise = 0) const;  // a double is truncated
  double as_double(double otherwise = 0) const;
  // Valid until this Value is changed or destroyed.
  std::string_view as_string(std::string_view otherwise = {}) const;
  std::string str() const { return std::string(as_string()); }

  // Arrays and objects. size() is 0 and iteration empty for every other type.
  size_t size() const;
  bool empty() const { return size() == 0; }  // true for scalars, too

  const Elements& elements() const;  // array elements
  const Value& operator[](size_t index) const;
  const Value& operator[](int index) const { return (*this)[static_cast<size_t>(index)]; }
  Elements& edit_elements();  // becomes an array if it was null; unshared for editing
  void push_back(Value element) { edit_elements().push_back(std::move(element)); }

  const Members& members() const;  // object members, sorted
  const Value* find(MemberName name) const;
  const Value* find(Key key) const;
  bool contains(MemberName name) const { return find(name) != nullptr; }
  const Value& operator[](MemberName name) const;
  const Value& operator[](Key key) const;
  // A nested member, null if any step is missing: doc.at("spec", "template", "spec").
  template <class... Names>
  [[gnu::always_inline]] const Value& at(const Names&... names) const {
    const Value* child = this;
    ((child = &(*child)[MemberName(names)]), ...);
    return *child;
  }

  // Editing. A null becomes an object; the member is added as null if missing.
  Value& operator[](MemberName name) { return edit(name); }
  Value& operator[](Key key) { return edit(key); }
  Value& edit(MemberName name);
  Value& edit(Key key);
  Value& edit_at(size_t index) { return edit_elements()[index]; }
  void set(MemberName name, Value value) { edit(name) = std::move(value); }
  bool erase(MemberName name);
  Members& edit_members();  // unshared; the caller keeps them sorted

  // Same type and content; 1 and 1.0 are equal. Shared parts are equal without a look.
  friend bool operator==(const Value& a, const Value& b) { return a.equals(b); }
  // Do both share one representation? Cheap; false does not mean that they differ.
  bool same_as(const Value& other) const { return std::memcmp(this, &other, sizeof(Value)) == 0; }

 private:
  struct StringRep;
  struct ArrayRep;
  struct ObjectRep;
  static constexpr uint8_t kLong = 0xff;  // size_ of a string that lives in a StringRep
  static constexpr size_t kInline = 14;

  Value& add(Key key);  // REQUIRES: no such member
  void clear_bits() { std::memset(static_cast<void*>(this), 0, sizeof(Value)); }
  void retain() const;
  void release();
  bool equals(const Value& other) const;
  template <class T>
  T payload() const {
    T out;
    std::memcpy(&out, bytes_ + 6, sizeof(T));
    return out;
  }
  template <class T>
  void set_payload(Type type, T value) {
    type_ = type;
    std::memcpy(bytes_ + 6, &value, sizeof(T));
  }

  // 16 bytes: a short string lives in bytes_; all else has 8 bytes of payload at the end.
  alignas(8) Type type_;
  uint8_t size_;
  char bytes_[kInline];
};

struct Member {
  Key key;
  Value value;
  std::string_view name() const { return key.view(); }
};

}  // namespace skiff
