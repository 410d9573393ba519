#include "apiserver/paging.h"

#include <algorithm>

#include "base/base64.h"
#include "base/json.h"

namespace skiff {
namespace {

// The key after which a page begins, and the version of the whole list; opaque to the client.
std::string make_token(const ObjectKey& last, uint64_t version) {
  return base64_encode(to_json(Value{{"name", last.name}, {"ns", last.ns}, {"rv", static_cast<int64_t>(version)}}));
}

struct Continuation {
  ObjectKey after;
  uint64_t version = 0;
};

Result<Continuation> read_token(std::string_view token) {
  const auto text = base64_decode(token);
  const auto parsed = text ? parse_json(*text) : Result<Value>(bad_request(""));
  if (!parsed || !(*parsed)["name"].is_string()) return bad_request("continue key is not valid");
  return Continuation{{(*parsed)["ns"].str(), (*parsed)["name"].str()},
                      static_cast<uint64_t>((*parsed)["rv"].as_int())};
}

}  // namespace

Result<ListPage> list_page(const ApiServer& api, const Kind& kind, const ListOptions& options, size_t limit,
                           std::string_view continue_token) {
  Continuation from;
  from.version = api.store().resource_version();
  if (!continue_token.empty()) {
    const auto read = read_token(continue_token);
    if (!read) return read.error();
    from = *read;
  }
  auto all = api.list(kind, options);
  if (!all) return all.error();
  auto begin = all->begin();
  if (!continue_token.empty())
    begin = std::find_if(all->begin(), all->end(), [&](const ObjectRef& one) { return one->key() > from.after; });
  const auto left = static_cast<size_t>(all->end() - begin);
  const size_t taken = limit == 0 ? left : std::min(limit, left);
  ListPage page;
  page.items.assign(begin, begin + static_cast<std::ptrdiff_t>(taken));
  page.remaining = left - taken;
  page.resource_version = from.version;
  if (page.remaining > 0) page.continue_token = make_token(page.items.back()->key(), from.version);
  return page;
}

}  // namespace skiff
