// The grammar of the small shell: a script becomes a tree, words keep their parts until they are expanded.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skiff::shell {

// A piece of a word: text as it stands, or a variable, sum or command whose value takes its place.
struct WordPart {
  enum class Kind { kText, kVariable, kArithmetic, kCommand };
  // What ${NAME…} does to the value: - gives it another when empty, # and % take a pattern off its ends, l counts.
  enum class Edit { kNone, kDefault, kCutPrefix, kCutLongestPrefix, kCutSuffix, kCutLongestSuffix, kLength };
  Kind kind = Kind::kText;
  std::string text;        // the text, the variable's name, the expression, the script
  bool quoted = false;     // not split at blanks
  std::string fallback{};  // of ${NAME:-fallback}, or the pattern of ${NAME#pattern}
  Edit edit = Edit::kNone;
  std::string index{};  // of ${NAME[index]}
};
using Word = std::vector<WordPart>;

struct Redirection {
  int descriptor = 1;
  enum class Kind { kWrite, kAppend, kRead, kDuplicate, kText } kind = Kind::kWrite;
  Word target;  // kText: what is read
};

struct Node;
using NodePtr = std::shared_ptr<Node>;

struct Assignment {
  std::string name;
  Word value;
  std::vector<Word> elements{};  // of NAME=(a b c)
  bool is_array = false;
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
    kCase,
    kTest,  // [[ … ]]
    kFunction,
    kGroup,
    kSubshell,
    kBackground
  };
  Kind kind = Kind::kSimple;
  std::vector<Assignment> assignments;     // kSimple
  std::vector<Word> words;                 // kSimple; kFor: what to go through; kCase: what is looked at; kTest: all
  std::vector<std::vector<Word>> choices;  // kCase: the patterns of each child
  std::vector<Redirection> redirections;   // all but lists and pipes
  std::string variable;                    // kFor; kFunction: its name
  // kIf: condition, then, [condition, then]…, [else]; loops: condition, body; kCase: a list for each choice.
  std::vector<NodePtr> children;
};

// Nothing if the script has something in it that this grammar has not.
std::optional<NodePtr> parse_script(std::string_view script);

// Does it only lack its end: a closing quote, `done`, the last line of a here-document?
bool is_incomplete(std::string_view script);

}  // namespace skiff::shell
