// The subsets of an Endpoints object as pods come, change and go. Pure functions of values.
// Mirrors pkg/controller/endpoint and pkg/api/v1/endpoints: RepackSubsets, truncateEndpoints.
#pragma once
#include <optional>
#include <string_view>
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

class Subsets {
 public:
  explicit Subsets(const Value& subsets);

  bool contains(std::string_view pod) const;
  size_t ready_count() const;
  // Puts the pod's address in place of its former one; nullopt takes it out.
  void put(std::string_view pod, const std::optional<Address>& address);

  // For a pod that is not there yet.
  void add(const Address& address);

  enum class Size { kWhole, kTruncated };
  // The list for the object, addresses in order; of more than a thousand the ready ones are kept first.
  Size finish(Value& subsets);

 private:
  struct Subset {
    Value ports;
    Elements ready;
    Elements not_ready;
  };
  std::vector<Subset> subsets_;
};

// The address of a pod behind `service`.
Address make_address(const Value& service, const Object& pod);

}  // namespace skiff::endpoints
