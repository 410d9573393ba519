// The tokens of a Go template (text/template/parse's lexer).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace skiff::cli {

struct TemplateToken {
  enum class Kind {
    kError,
    kEnd,
    kText,
    kLeft,
    kRight,
    kSpace,
    kChar,
    kAssign,
    kDeclare,
    kPipe,
    kOpen,
    kClose,
    kDot,
    kField,
    kVariable,
    kIdentifier,
    kKeyword,
    kBool,
    kNil,
    kNumber,
    kComplex,
    kCharConstant,
    kString,
  };
  Kind kind;
  size_t position;
  std::string text;  // kError: the complaint
  std::string shown() const;
};

// Ends with kEnd or kError.
std::vector<TemplateToken> scan_go_template(std::string_view text);

}  // namespace skiff::cli
