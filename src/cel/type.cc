#include "cel/type.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace skiff::cel {
namespace {

constexpr std::string_view kReserved[] = {"as",       "break",   "const",  "continue", "else", "false", "for",
                                          "function", "if",      "import", "in",       "let",  "loop",  "namespace",
                                          "null",     "package", "return", "true",     "var",  "void",  "while"};

constexpr std::pair<char, std::string_view> kEscapes[] = {{'.', "__dot__"}, {'-', "__dash__"}, {'/', "__slash__"}};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

std::string Type::text() const {
  switch (kind) {
    case Kind::kDyn:
      return "dyn";
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "bool";
    case Kind::kInt:
      return "int";
    case Kind::kUint:
      return "uint";
    case Kind::kDouble:
      return "double";
    case Kind::kString:
      return "string";
    case Kind::kBytes:
      return "bytes";
    case Kind::kTimestamp:
    case Kind::kDate:
      return "timestamp";
    case Kind::kDuration:
      return "duration";
    case Kind::kType:
      return "type";
    case Kind::kList:
      return "list(" + element->text() + ")";
    case Kind::kMap:
      return "map(string, " + element->text() + ")";
    case Kind::kObject:
      return "object";
    case Kind::kOptional:
      return "optional_type(" + element->text() + ")";
    case Kind::kHost:
      return name;
  }
  return "dyn";
}

TypeRef simple_type(Type::Kind kind) {
  constexpr size_t kKinds = static_cast<size_t>(Type::Kind::kHost) + 1;
  static const std::array<TypeRef, kKinds> kTypes = [] {
    std::array<TypeRef, kKinds> types;
    for (size_t i = 0; i < types.size(); ++i)
      types[i] = std::make_shared<const Type>(Type{.kind = static_cast<Type::Kind>(i)});
    return types;
  }();
  return kTypes[static_cast<size_t>(kind)];
}

TypeRef list_of(TypeRef element) {
  return std::make_shared<const Type>(Type{.kind = Type::Kind::kList, .element = std::move(element)});
}

TypeRef map_of(TypeRef element) {
  return std::make_shared<const Type>(Type{.kind = Type::Kind::kMap, .element = std::move(element)});
}

TypeRef optional_of(TypeRef element) {
  return std::make_shared<const Type>(Type{.kind = Type::Kind::kOptional, .element = std::move(element)});
}

TypeRef host_type(std::string_view name) {
  return std::make_shared<const Type>(Type{.kind = Type::Kind::kHost, .name = std::string(name)});
}

bool is_assignable(const Type& given, const Type& wanted) {
  using Kind = Type::Kind;
  const auto is_nullable = [](const Type& type) {
    return type.kind == Kind::kNull || type.kind == Kind::kObject || type.kind == Kind::kTimestamp ||
           type.kind == Kind::kDate || type.kind == Kind::kDuration || type.kind == Kind::kOptional ||
           type.kind == Kind::kHost;
  };
  const auto is_time = [](const Type& type) { return type.kind == Kind::kTimestamp || type.kind == Kind::kDate; };
  if (given.kind == Kind::kDyn || wanted.kind == Kind::kDyn) return true;
  // What is not there may be asked about anything that is not a plain value.
  if (given.kind == Kind::kNull || wanted.kind == Kind::kNull) return is_nullable(given) && is_nullable(wanted);
  if (is_time(given) && is_time(wanted)) return true;
  if (given.kind != wanted.kind || given.name != wanted.name) return false;
  if (given.element == nullptr || wanted.element == nullptr) return true;
  return is_assignable(*given.element, *wanted.element);
}

// Upstream: apiserver/pkg/cel/escaping.go.
std::string escaped_name(std::string_view name) {
  if (std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved))
    return "__" + std::string(name) + "__";
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) return {};
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    const auto escape =
        std::find_if(std::begin(kEscapes), std::end(kEscapes), [&](const auto& row) { return row.first == name[i]; });
    if (escape != std::end(kEscapes)) out += escape->second;
    else if (name.substr(i).starts_with("__")) out += "__underscores__", ++i;
    else if (is_word(name[i])) out += name[i];
    else return {};
  }
  return out;
}

}  // namespace skiff::cel
