// resource.Quantity: an exact decimal with a suffix, such as 500m, 1.5Gi or 1e3. Remembers which family of suffixes it
// was written with and prints itself in the one canonical form that the server stores.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"

namespace skiff {

class Quantity {
 public:
  enum class Family : uint8_t { kDecimal, kBinary, kExponent };

  Quantity() = default;
  static Quantity whole(int64_t units, Family family = Family::kDecimal);
  static Quantity milli(int64_t thousandths, Family family = Family::kDecimal);
  // Fails with the server's own text ("quantities must match the regular expression …"), as a client error without
  // a reason: who decodes puts its own words around it.
  static Result<Quantity> parse(std::string_view text);
  // A member of a document: a string or a number, blanks around it ignored, null is zero.
  static Result<Quantity> of(const Value& value);

  // The canonical text: "1.5Gi" is 1536Mi, "1000m" is 1, "0.5" is 500m.
  std::string text() const;

  // Rounded away from zero, and held inside 64 bits.
  int64_t value() const;
  int64_t milli_value() const;

  bool is_zero() const { return nanos_ == 0; }
  bool is_negative() const { return nanos_ < 0; }
  // To a whole number of thousandths: what the server does to resource lists when it fills in defaults.
  void round_up_to_milli();
  bool is_whole() const;

  // A zero takes the family of what is added to it.
  void add(const Quantity& other);
  void subtract(const Quantity& other);
  void negate() { nanos_ = -nanos_; }

  // By value: 1 and 1000m are equal.
  friend bool operator==(const Quantity& a, const Quantity& b) { return a.nanos_ == b.nanos_; }
  friend auto operator<=>(const Quantity& a, const Quantity& b) { return a.nanos_ <=> b.nanos_; }

 private:
  __extension__ using Wide = __int128;  // in billionths: the finest the API knows
  int64_t rounded(Wide unit) const;

  Wide nanos_ = 0;
  Family family_ = Family::kDecimal;
};

}  // namespace skiff
