// The types of the Common Expression Language that an API schema can declare. Mirrors cel-go's common/types as far as
// validation rules use them.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/value.h"

namespace skiff::cel {

struct Type;
using TypeRef = std::shared_ptr<const Type>;

struct Type {
  enum class Kind {
    kDyn,  // known only when it is there
    kNull,
    kBool,
    kInt,
    kUint,
    kDouble,
    kString,
    kBytes,
    kTimestamp,
    kDuration,
    kDate,  // a timestamp, but written without a time
    kType,  // what type(x) gives
    kList,
    kMap,       // from strings to `element`
    kObject,    // with `fields`
    kOptional,  // of `element`
    kHost,      // a type of the host's own, called `name`
  };
  Kind kind = Kind::kDyn;
  TypeRef element = nullptr;
  std::map<std::string, TypeRef, std::less<>> fields = {};  // by their escaped names
  std::string name = {};
  // What a schema says of it: how many characters, elements or entries there can be, and how short it can be written.
  uint64_t elements_max = 0;
  uint64_t written_min = 0;

  std::string text() const;  // "list(int)"
};

TypeRef simple_type(Type::Kind kind);  // REQUIRES: one that is not made of others
TypeRef list_of(TypeRef element);
TypeRef map_of(TypeRef element);
TypeRef optional_of(TypeRef element);
TypeRef host_type(std::string_view name);

// May a value of the one type stand where the other is wanted?
bool is_assignable(const Type& given, const Type& wanted);

// Names that are no identifiers or are reserved words, as rules spell them: a-b → a__dash__b, in → __in__. Empty if
// there is no way to spell it.
std::string escaped_name(std::string_view name);

}  // namespace skiff::cel
