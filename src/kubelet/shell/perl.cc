// The one program of perl that the documentation's Jobs run: `perl -Mbignum=bpi -wle "print bpi(2000)"`.
#include <charconv>
#include <cstdint>

#include "kubelet/shell/programs.h"

namespace skiff::shell {
namespace {

constexpr uint64_t kBase = 1000000000;  // nine digits a limb
constexpr int kDigitsMost = 10000;

// A number below the base before the point, and its fraction in limbs behind it.
using Fraction = std::vector<uint64_t>;

void divide(Fraction& number, uint64_t by) {
  uint64_t rest = 0;
  for (uint64_t& limb : number) {
    const uint64_t whole = rest * kBase + limb;
    limb = whole / by;
    rest = whole % by;
  }
}

bool is_zero(const Fraction& number) {
  for (const uint64_t limb : number)
    if (limb != 0) return false;
  return true;
}

enum class Sign { kPlus, kMinus };

void accumulate(Fraction& sum, const Fraction& term, Sign sign) {
  int64_t carry = 0;
  for (size_t i = sum.size(); i-- > 0;) {
    const auto amount = static_cast<int64_t>(term[i]);
    int64_t limb = static_cast<int64_t>(sum[i]) + carry + (sign == Sign::kPlus ? amount : -amount);
    carry = 0;
    if (limb < 0) limb += static_cast<int64_t>(kBase), carry = -1;
    else if (limb >= static_cast<int64_t>(kBase)) limb -= static_cast<int64_t>(kBase), carry = 1;
    sum[i] = static_cast<uint64_t>(limb);
  }
}

// Adds or subtracts factor · arctan(1/x), by its series.
void add_arctangent(Fraction& sum, uint64_t factor, uint64_t x, Sign sign) {
  Fraction power(sum.size());
  power[0] = factor;
  divide(power, x);
  for (uint64_t odd = 1; !is_zero(power); odd += 2) {
    Fraction term = power;
    divide(term, odd);
    accumulate(sum, term, sign);
    sign = sign == Sign::kPlus ? Sign::kMinus : Sign::kPlus;
    divide(power, x * x);
  }
}

// So many significant digits, the last one rounded. Machin: pi = 16 arctan(1/5) - 4 arctan(1/239).
std::string digits_of_pi(int count) {
  Fraction pi(static_cast<size_t>(count) / 9 + 4);
  add_arctangent(pi, 16, 5, Sign::kPlus);
  add_arctangent(pi, 4, 239, Sign::kMinus);
  std::string digits = std::to_string(pi[0]);
  for (size_t i = 1; i < pi.size(); ++i) {
    const std::string limb = std::to_string(pi[i]);
    digits += std::string(9 - limb.size(), '0') + limb;
  }
  const bool up = digits[static_cast<size_t>(count)] >= '5';
  digits.resize(static_cast<size_t>(count));
  for (size_t i = digits.size(); up && i-- > 0;) {
    if (digits[i]++ != '9') break;
    digits[i] = '0';
  }
  return count == 1 ? digits : digits.substr(0, 1) + "." + digits.substr(1);
}

}  // namespace

int run_perl(Invocation& call) {
  constexpr std::string_view kProgram = "print bpi(";
  const std::string& script = call.argv.back();
  int count = 0;
  const bool known = call.argv.size() == 4 && call.argv[1] == "-Mbignum=bpi" && script.starts_with(kProgram);
  if (known) std::from_chars(script.data() + kProgram.size(), script.data() + script.size(), count);
  if (count < 1 || count > kDigitsMost || script != std::string(kProgram) + std::to_string(count) + ")") {
    call.outcome.understood = false;
    return 0;
  }
  call.outcome.out += digits_of_pi(count) + "\n";
  return 0;
}

}  // namespace skiff::shell
