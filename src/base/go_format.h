// Values as Go's fmt prints what encoding/json has made of them (map[string]interface {}, []interface {}, …): error
// messages, custom columns and templates show them. %v is in go_print.h.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/go_print.h"
#include "base/value.h"

namespace skiff {

std::string go_syntax(const Value& value);  // %#v: map[string]interface {}{"a":1}, interface {}(nil)
// The type's name, as %T: map[string]interface {}, string, int64; <nil> for null.
std::string_view go_type(const Value& value);

// What time.ParseDuration says of a text that it cannot read: the first number without a unit that it knows, else that
// it is none. REQUIRES: parse_duration(text) has failed.
std::string duration_complaint(std::string_view text);

// A Go literal in ", ' or ` quotes, with its escapes; single quotes may hold more than one character (client-go's
// UnquoteExtend). nullopt if it is none.
std::optional<std::string> go_unquote(std::string_view literal);

}  // namespace skiff
