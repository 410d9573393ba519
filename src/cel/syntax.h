// Text of the Common Expression Language as a tree. Mirrors cel-spec's grammar and cel-go's parser with its macros
// (has, all, exists, exists_one, map, filter; with two variables all, exists, existsOne, transformList, transformMap,
// transformMapEntry; optMap, optFlatMap).
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/value.h"

namespace skiff::cel {

struct Node;
using NodeRef = std::unique_ptr<Node>;

struct Node {
  enum class Kind {
    kLiteral,
    kName,
    kSelect,          // children[0].text
    kOptionalSelect,  // children[0].?text
    kHas,             // has(children[0].text)
    kCall,  // text(children…); operators are called _+_, !_, _?_:_, _[_], _[?_] …; an element or entry that is left
            // out where there is none is ?_
    kMember,  // children[0].text(children[1…])
    kList,
    kMap,    // keys and values by turns
    kMacro,  // children[0].text(variable, second, children[1…])
  };
  Kind kind = Kind::kLiteral;
  size_t at = 0;  // where errors point to
  std::string text = {};
  std::string variable = {};
  std::string second = {};  // of macros with two variables
  Value literal = {};
  std::vector<NodeRef> children = {};
  size_t height = 1;  // of the tree below it, itself included

  void adopt(NodeRef child);
};

// What a chain of names and selections spells, google.protobuf.Duration say; empty for every other node.
std::string dotted_name(const Node& node);

struct Problem {
  size_t at = 0;
  std::string message;
};

// Is that a function such as sets.contains, which is no member of anything?
using IsNamespaced = std::function<bool(std::string_view)>;

std::variant<NodeRef, Problem> parse(std::string_view text, const IsNamespaced& is_namespaced);

// "ERROR: <input>:1:6: …", the line, and an arrow below the place.
std::string show_problem(std::string_view text, const Problem& problem);

}  // namespace skiff::cel
