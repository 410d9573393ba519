// What a user is told when the state file is not as it should be: what is wrong, what is safe, what to do.
#pragma once
#include <cstdint>
#include <string>

#include "base/error.h"
#include "base/time.h"

namespace skiff::journal {

Error cannot_open(const std::string& path, int failure);
Error cannot_write(const std::string& path, int failure);
Error cannot_lock(const std::string& lock_path, int failure);
Error cannot_make_folder(const std::string& folder, int failure);
Error lock_timed_out(const std::string& path, Duration timeout);
Error file_replaced(const std::string& path);
Error not_a_state_file(const std::string& path);
Error newer_format(const std::string& path, int64_t version);
// " is damaged in line 5: …": what follows the name of the file.
std::string damaged_line(uint64_t line, const std::string& what);
Error damaged(const std::string& path, uint64_t line, const std::string& what);

std::string waiting_for_lock(const std::string& path);
std::string tail_cut(const std::string& path, uint64_t bytes, const std::string& kept_as);

}  // namespace skiff::journal
