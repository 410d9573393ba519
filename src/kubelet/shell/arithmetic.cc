#include "kubelet/shell/arithmetic.h"

#include <cctype>
#include <charconv>

namespace skiff::shell {
namespace {

using Lookup = std::function<std::string(std::string_view)>;

// Precedence climbing over a text that is read once.
class Expression {
 public:
  Expression(std::string_view text, const Lookup& value) : text_(text), value_(value) {}

  std::optional<int64_t> whole() {
    const int64_t result = comparison();
    skip();
    if (failed_ || at_ != text_.size()) return std::nullopt;
    return result;
  }

 private:
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool take(std::string_view sign) {
    skip();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  int64_t comparison() {
    const int64_t left = sum();
    if (take("<=")) return left <= sum() ? 1 : 0;
    if (take(">=")) return left >= sum() ? 1 : 0;
    if (take("==")) return left == sum() ? 1 : 0;
    if (take("!=")) return left != sum() ? 1 : 0;
    if (take("<")) return left < sum() ? 1 : 0;
    if (take(">")) return left > sum() ? 1 : 0;
    return left;
  }
  int64_t sum() {
    for (int64_t total = product();;) {
      if (take("+")) total += product();
      else if (take("-")) total -= product();
      else return total;
    }
  }
  int64_t product() {
    for (int64_t total = factor();;) {
      const bool times = take("*"), over = !times && take("/"), rest = !times && !over && take("%");
      if (!times && !over && !rest) return total;
      const int64_t by = factor();
      if (times) total *= by;
      else if (by == 0) failed_ = true;
      else total = over ? total / by : total % by;
      if (failed_) return 0;
    }
  }
  int64_t factor() {
    if (take("-")) return -factor();
    if (take("+")) return factor();
    if (take("(")) {
      const int64_t inside = comparison();
      if (!take(")")) failed_ = true;
      return inside;
    }
    take("$");
    const size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
      ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (word.empty()) failed_ = true;
    else if (std::isdigit(static_cast<unsigned char>(word[0])) != 0) return number(word);
    // A variable that is not set counts as nought.
    else return number(value_(word));
    return 0;
  }
  int64_t number(std::string_view text) {
    int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (!text.empty() && (error != std::errc() || end != text.data() + text.size())) failed_ = true;
    return out;
  }

  std::string_view text_;
  const Lookup& value_;
  size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<int64_t> evaluate(std::string_view expression, const Lookup& value) {
  return Expression(expression, value).whole();
}

}  // namespace skiff::shell
