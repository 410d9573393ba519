// Quantities, and the arithmetic on them: first, "===", second. The canonical text is canonical and has the same value.
#include "api/quantity.h"
#include "fuzz/input.h"

using namespace skiff;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto [first, second] = fuzz::halves(fuzz::text_of(data, size));
  const auto quantity = Quantity::parse(first);
  if (!quantity) return 0;
  const std::string text = quantity->text();
  const auto again = Quantity::parse(text);
  fuzz::require(again.has_value(), "the text of a quantity can be parsed");
  // Beyond exa the original has no suffix, and says less than it means.
  const bool can_be_said = quantity->value() != INT64_MAX && quantity->value() != -INT64_MAX;
  if (can_be_said) fuzz::require(*again == *quantity, "the text of a quantity has its value");
  // A binary quantity that no suffix fits is a plain number, and that is decimal when it is read: 62.5Ki, 64000, 64k.
  const std::string settled = again->text();
  const bool bare = text.back() >= '0' && text.back() <= '9';
  if (can_be_said) fuzz::require(settled == text || bare, "the text of a quantity is canonical");
  if (can_be_said) fuzz::require(Quantity::parse(settled)->text() == settled, "and is so when it is read again");
  (void)quantity->value();
  (void)quantity->milli_value();
  (void)quantity->is_whole();
  Quantity rounded = *quantity;
  rounded.round_up_to_milli();
  fuzz::require(rounded >= *quantity || quantity->is_negative(), "rounding up makes nothing smaller");
  const auto other = Quantity::parse(second);
  if (!other) return 0;
  Quantity sum = *quantity;
  sum.add(*other);
  (void)sum.text();
  sum.subtract(*other);
  (void)sum.text();
  sum.negate();
  (void)sum.text();
  return 0;
}
