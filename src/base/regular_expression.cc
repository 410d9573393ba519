#include "base/regular_expression.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "base/regular_expression_syntax.h"
#include "base/strings.h"

namespace skiff {
namespace {

using regular_expression::CharacterClass;
using regular_expression::Expression;
using Kind = Expression::Kind;

constexpr size_t kInstructionsMax = 100'000;

struct Instruction {
  enum class Op { kClass, kAnchor, kSplit, kJump, kMatch };
  Op op = Op::kMatch;
  const CharacterClass* set = nullptr;  // of the tree
  Kind anchor = Kind::kTextStart;
  size_t x = 0;  // kJump, kSplit
  size_t y = 0;  // kSplit
};
using Op = Instruction::Op;

bool is_word(char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

// Thompson's construction.
class Compiler {
 public:
  // nullopt if that would be too long.
  std::optional<std::vector<Instruction>> run(const Expression& root) {
    emit(root);
    code_.push_back({Op::kMatch});
    if (code_.size() > kInstructionsMax) return std::nullopt;
    return std::move(code_);
  }

 private:
  void emit(const Expression& of) {
    if (code_.size() > kInstructionsMax) return;
    switch (of.kind) {
      case Kind::kClass:
        code_.push_back({.op = Op::kClass, .set = &of.set});
        return;
      case Kind::kSequence:
        for (const Expression& part : of.parts) emit(part);
        return;
      case Kind::kAlternatives:
        return alternatives(of);
      case Kind::kRepetition:
        return repetition(of);
      default:
        code_.push_back({.op = Op::kAnchor, .anchor = of.kind});
    }
  }

  size_t split() {
    code_.push_back({.op = Op::kSplit, .x = code_.size() + 1});
    return code_.size() - 1;
  }

  void alternatives(const Expression& of) {
    std::vector<size_t> jumps;
    for (size_t i = 0; i + 1 < of.parts.size(); ++i) {
      const size_t choice = split();
      emit(of.parts[i]);
      jumps.push_back(code_.size());
      code_.push_back({.op = Op::kJump});
      code_[choice].y = code_.size();
    }
    emit(of.parts.back());
    for (const size_t jump : jumps) code_[jump].x = code_.size();
  }

  void repetition(const Expression& of) {
    for (int i = 0; i < of.least; ++i) emit(of.parts[0]);
    std::vector<size_t> choices;
    if (of.most == regular_expression::kUnlimited) {
      choices.push_back(split());
      emit(of.parts[0]);
      code_.push_back({.op = Op::kJump, .x = choices[0]});
    }
    for (int i = of.least; i < of.most; ++i) {
      choices.push_back(split());
      emit(of.parts[0]);
    }
    for (const size_t choice : choices) {
      code_[choice].y = code_.size();
      if (of.taste == Expression::Taste::kLazy) std::swap(code_[choice].x, code_[choice].y);
    }
  }

  std::vector<Instruction> code_;
};

// All states at once, as Pike's machine has it.
class Machine {
 public:
  Machine(const std::vector<Instruction>& code, std::string_view text)
      : code_(code), text_(text), on_(code.size(), false) {}

  bool matches() {
    std::vector<Thread> current;
    std::vector<Thread> next;
    for (size_t at = 0;;) {
      enter({0, at}, at, current);
      std::fill(on_.begin(), on_.end(), false);
      if (match_) return true;
      if (at >= text_.size()) return false;
      at = step(current, at, next);
      if (match_) return true;
      current.swap(next);
    }
  }

  std::optional<RegularExpression::Found> find(size_t from) {
    std::optional<RegularExpression::Found> best;
    std::vector<Thread> current;
    std::vector<Thread> next;
    for (size_t at = from;;) {
      // Nothing begins anew once there is a match: it would begin later.
      if (!best) enter({0, at}, at, current);
      std::fill(on_.begin(), on_.end(), false);
      if (match_) best = {*std::exchange(match_, std::nullopt), at, at};
      if (best) best->looked_to = at;
      if (at >= text_.size() || (best && current.empty())) return best;
      at = step(current, at, next);
      current.swap(next);
    }
  }

 private:
  // A state, and where the part of the text began that led there.
  struct Thread {
    size_t state;
    size_t begin;
  };

  // Reads a character. What is preferred comes first; a match leaves out all that is preferred less.
  size_t step(const std::vector<Thread>& current, size_t at, std::vector<Thread>& next) {
    const Rune rune = decode_rune(text_, at);
    next.clear();
    for (const Thread& thread : current) {
      if (code_[thread.state].set->contains(rune.code)) enter({thread.state + 1, thread.begin}, at + rune.width, next);
      if (match_) break;
    }
    return at + rune.width;
  }

  // Appends the states that wait for a character, of those that `first` leads to, up to a match.
  void enter(Thread first, size_t at, std::vector<Thread>& threads) {
    pending_.assign(1, first.state);
    while (!pending_.empty() && !match_) {
      const size_t state = pending_.back();
      pending_.pop_back();
      if (on_[state]) continue;
      on_[state] = true;
      const Instruction& one = code_[state];
      if (one.op == Op::kMatch) match_ = first.begin;
      if (one.op == Op::kClass) threads.push_back({state, first.begin});
      if (one.op == Op::kSplit) pending_.push_back(one.y);
      if (one.op == Op::kJump || one.op == Op::kSplit) pending_.push_back(one.x);
      if (one.op == Op::kAnchor && holds(one.anchor, at)) pending_.push_back(state + 1);
    }
  }

  bool holds(Kind anchor, size_t at) const {
    switch (anchor) {
      case Kind::kTextStart:
        return at == 0;
      case Kind::kTextEnd:
        return at == text_.size();
      case Kind::kLineStart:
        return at == 0 || text_[at - 1] == '\n';
      case Kind::kLineEnd:
        return at == text_.size() || text_[at] == '\n';
      default:
        return at_word_edge(at) == (anchor == Kind::kWordEdge);
    }
  }

  bool at_word_edge(size_t at) const {
    const bool before = at > 0 && is_word(text_[at - 1]);
    const bool after = at < text_.size() && is_word(text_[at]);
    return before != after;
  }

  const std::vector<Instruction>& code_;
  std::string_view text_;
  std::vector<bool> on_;
  std::vector<size_t> pending_;
  std::optional<size_t> match_;  // where it began
};

}  // namespace

struct RegularExpression::Program {
  Expression tree;
  std::vector<Instruction> code;
};

std::optional<RegularExpression> RegularExpression::parse(std::string_view pattern) {
  auto tree = regular_expression::parse(pattern);
  if (!std::holds_alternative<Expression>(tree)) return std::nullopt;
  auto program = std::make_shared<Program>(Program{std::get<Expression>(std::move(tree)), {}});
  auto code = Compiler().run(program->tree);
  if (!code) return std::nullopt;
  program->code = *std::move(code);
  return RegularExpression(std::move(program));
}

std::string RegularExpression::problem_of(std::string_view pattern) {
  const auto tree = regular_expression::parse(pattern);
  if (const auto* problem = std::get_if<regular_expression::Problem>(&tree))
    return problem->message.empty() ? "" : "error parsing regexp: " + problem->message;
  return Compiler().run(std::get<Expression>(tree)) ? "" : "error parsing regexp: expression too large";
}

bool RegularExpression::matches(std::string_view text) const { return Machine(program_->code, text).matches(); }

std::optional<RegularExpression::Found> RegularExpression::find(std::string_view text, size_t from) const {
  return Machine(program_->code, text).find(from);
}

}  // namespace skiff
