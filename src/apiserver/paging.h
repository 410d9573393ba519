// Lists in pages: GET ?limit=N&continue=T. Mirrors apiserver/pkg/storage/continue.go.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "apiserver/apiserver.h"
#include "base/result.h"

namespace skiff {

struct ListPage {
  std::vector<ObjectRef> items;
  std::string continue_token;  // empty on the last page
  size_t remaining = 0;        // how many are left
  uint64_t resource_version = 0;
};

// At most `limit` objects (0: all) in key order, from where `continue_token` left off. BadRequest for a bad token.
Result<ListPage> list_page(const ApiServer& api, const Kind& kind, const ListOptions& options, size_t limit,
                           std::string_view continue_token = {});

}  // namespace skiff
