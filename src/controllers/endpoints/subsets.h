// The subsets of an Endpoints object as pods come, change and go. Pure functions of values.
// Mirrors pkg/controller/endpoint and pkg/api/v1/endpoints: RepackSubsets, truncateEndpoints.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/object.h"
#include "base/value.h"

namespace skiff::endpoints {

inline constexpr size_t kMaxAddresses = 1000;

enum class Standing { kReady, kNotReady };
struct Address {
  Value address;
  Value ports;
  Standing standing = Standing::kReady;
};

// Holds all addresses, however many the object shows; a change costs the same among three and among five thousand.
class Subsets {
 public:
  explicit Subsets(const Value& subsets);

  // Puts the pod's address in place of its former one; nullopt takes it out.
  void put(std::string_view pod, const std::optional<Address>& address);
  // For a pod that is not there yet.
  void add(const Address& address);

  enum class Size { kWhole, kTruncated };
  // The list for the object, addresses in the order of their text; of more than a thousand the ready ones are kept
  // first.
  Size list(Value& subsets) const;

 private:
  using Addresses = std::multimap<std::string, Value, std::less<>>;  // by IP
  struct Subset {
    Addresses ready;
    Addresses not_ready;
  };
  struct Place {
    Subset* subset;
    Addresses* list;
    Addresses::iterator at;
  };
  static void append(Value& subset, const char* name, const Addresses& addresses, size_t& room);
  void remember(const Value& address, Subset& subset, Addresses& list, Addresses::iterator at);

  std::vector<std::pair<Value, std::unique_ptr<Subset>>> subsets_;  // by ports, in the order of their JSON
  std::unordered_map<std::string, Place> places_;                   // by the pod's name
};

// The address of a pod behind `service`.
Address make_address(const Value& service, const Object& pod);

}  // namespace skiff::endpoints
