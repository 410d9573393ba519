// The grammar of the small shell: a script becomes a tree, words keep their parts until they are expanded.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skiff::shell {

// A piece of a word: text as it stands, or a variable or command whose output takes its place.
struct WordPart {
  enum class Kind { kText, kVariable, kCommand };
  Kind kind = Kind::kText;
  std::string text;      // the text, the variable's name, the script
  bool quoted = false;   // not split at blanks
  std::string fallback;  // of ${NAME:-fallback}
};
using Word = std::vector<WordPart>;

struct Redirection {
  int descriptor = 1;
  enum class Kind { kWrite, kAppend, kRead, kDuplicate } kind = Kind::kWrite;
  Word target;
};

struct Node;
using NodePtr = std::unique_ptr<Node>;

struct Assignment {
  std::string name;
  Word value;
};

struct Node {
  enum class Kind {
    kSimple,
    kSequence,
    kAnd,
    kOr,
    kPipe,
    kNot,
    kIf,
    kWhile,
    kUntil,
    kFor,
    kGroup,
    kSubshell,
    kBackground
  };
  Kind kind = Kind::kSimple;
  std::vector<Assignment> assignments;    // kSimple
  std::vector<Word> words;                // kSimple; kFor: what to go through
  std::vector<Redirection> redirections;  // kSimple, kGroup, kSubshell
  std::string variable;                   // kFor
  std::vector<NodePtr> children;          // kIf: condition, then, [condition, then]…, [else]; loops: condition, body
};

// Nothing if the script has something in it that this grammar has not.
std::optional<NodePtr> parse_script(std::string_view script);

}  // namespace skiff::shell
