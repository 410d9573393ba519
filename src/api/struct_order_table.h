#pragma once
#include <string_view>

namespace skiff {

// Lines `type field field…`: the fields of structs whose order is not that of their names. Of a type without a schema,
// `TYPE.FIELD` is what the field holds.
extern const std::string_view kStructOrders;

}  // namespace skiff
