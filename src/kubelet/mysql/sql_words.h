// The words of MySQL's language, as far as it takes them to tell what is no SQL from what nobody simulates. All in
// upper case.
#pragma once
#include <string_view>

namespace skiff::mysql {

bool begins_statement(std::string_view word);
bool is_reserved(std::string_view word);  // it is no name
// Where a statement goes on with it, it may well be SQL.
bool means_more(std::string_view word);

}  // namespace skiff::mysql
