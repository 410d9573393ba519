#include "apiserver/paging.h"

#include <algorithm>
#include <cctype>
#include <variant>

#include "api/decode.h"
#include "base/base64.h"
#include "base/json.h"

namespace skiff {
namespace {

// base64.RawURLEncoding.
std::string in_url(std::string text) {
  text.erase(text.find_last_not_of('=') + 1);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

// The bytes of such a text, or where it stops being one.
std::variant<std::string, size_t> from_url(std::string_view token) {
  std::string text;
  for (size_t i = 0; i < token.size(); ++i) {
    const char c = token[i];
    const bool is_digit = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    if (!is_digit) return i;
    text += c == '-' ? '+' : c == '_' ? '/' : c;
  }
  if (text.size() % 4 == 1) return text.size() - 1;
  text.append((4 - text.size() % 4) % 4, '=');
  auto bytes = base64_decode(text);
  if (!bytes) return size_t{0};
  return *std::move(bytes);
}

// The key after which a page begins, and the version of the whole list. EncodeContinue.
std::string make_token(const ObjectKey& last, std::string_view ns, uint64_t version) {
  const std::string key = ns.empty() && !last.ns.empty() ? last.ns + "/" + last.name : last.name;
  const Value token{{"rv", static_cast<int64_t>(version)}, {"start", key + '\0'}, {"v", "meta.k8s.io/v1"}};
  return in_url(base64_encode("{\"v\":" + to_json(token["v"]) + ",\"rv\":" + to_json(token["rv"]) +
                              ",\"start\":" + to_json(token["start"], Escape::kGo) + "}"));
}

struct Continuation {
  ObjectKey after;
  uint64_t version = 0;
};

Error bad_token(const std::string& why) {
  return bad_request("invalid continue token: continue key is not valid" + why);
}

// DecodeContinue.
Result<Continuation> read_token(std::string_view token, const std::string& ns) {
  const auto text = from_url(token);
  if (const size_t* at = std::get_if<size_t>(&text))
    return bad_token(": illegal base64 data at input byte " + std::to_string(*at));
  const auto parsed = decode_json(std::get<std::string>(text));
  if (!parsed) return bad_token(": " + parsed.error().message);
  const Value& read = *parsed;
  if (read["v"].as_string() != "meta.k8s.io/v1")
    return bad_token(": server does not recognize this encoded version " + read["v"].str());
  if (read["rv"].as_int() == 0) return bad_token(": incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
  std::string key = read["start"].str();
  if (key.empty()) return bad_token(": encoded start key empty (version meta.k8s.io/v1)");
  if (key.back() == '\0') key.pop_back();
  const size_t slash = key.find('/');
  const bool has_ns = ns.empty() && slash != std::string::npos;
  return Continuation{has_ns ? ObjectKey{key.substr(0, slash), key.substr(slash + 1)} : ObjectKey{ns, key},
                      static_cast<uint64_t>(read["rv"].as_int())};
}

}  // namespace

Result<ListPage> list_page(const ApiServer& api, const Kind& kind, const ListOptions& options, size_t limit,
                           std::string_view continue_token) {
  Continuation from;
  from.version = api.store().resource_version();
  if (!continue_token.empty()) {
    const auto read = read_token(continue_token, options.ns);
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
  if (page.remaining > 0) page.continue_token = make_token(page.items.back()->key(), options.ns, from.version);
  return page;
}

}  // namespace skiff
