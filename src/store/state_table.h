// One named table of what actors keep between commands: small values by key. Found by hash, as there may be one a pod;
// walked in the order of the keys, which is made when first asked for and then caught up with what was added since.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/value.h"

namespace skiff {

class StateTable {
  struct State {
    Value value;           // null: erased
    bool stored = false;   // the state file has a value of it
    bool changed = false;  // since the file was last written
  };
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using States = std::unordered_map<std::string, State, TextHash, std::equal_to<>>;
  using Entry = States::value_type;

 public:
  // Over what is not erased.
  class Iterator {
   public:
    Iterator(const Entry* const* at, const Entry* const* end) : at_(at), end_(end) { skip_erased(); }
    std::pair<const std::string&, const Value&> operator*() const { return {(*at_)->first, (*at_)->second.value}; }
    Iterator& operator++() {
      ++at_;
      skip_erased();
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    void skip_erased() {
      while (at_ != end_ && (*at_)->second.value.is_null()) ++at_;
    }
    const Entry* const* at_;
    const Entry* const* end_;
  };

  StateTable() = default;
  StateTable(const StateTable&) = delete;

  // As the state file has it.
  void load(std::string_view key, Value value);

  bool empty() const { return live_ == 0; }
  bool contains(std::string_view key) const { return !get(key).is_null(); }
  const Value& get(std::string_view key) const;  // null if there is none
  // Null erases. Whoever walks the table does not set what is in it.
  void set(std::string_view key, Value value);

  // In the order of the keys.
  Iterator begin() const;
  Iterator end() const;
  Iterator from(std::string_view key) const;  // the first at or behind it
  std::vector<std::string> keys_with_prefix(std::string_view prefix) const;

  bool changed() const;
  // Passes on what is to be written, in the order of the keys: null where the file's value is gone.
  void write(const std::function<void(std::string_view key, const Value& value)>& put);
  // The file has it all now.
  void written();

 private:
  // Erased, and the state file has never heard of it.
  static bool is_forgotten(const Entry& entry) { return entry.second.value.is_null() && !entry.second.stored; }
  const std::vector<const Entry*>& in_order() const;
  void drop_forgotten();

  States states_;
  size_t live_ = 0;
  size_t forgotten_ = 0;
  std::vector<Entry*> changed_;
  mutable bool ordered_ = false;
  mutable std::vector<const Entry*> order_;  // what was added since stands behind the first sorted_
  mutable size_t sorted_ = 0;
};

}  // namespace skiff
