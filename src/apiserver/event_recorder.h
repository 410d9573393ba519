// Events as client-go's recorder writes them: equal ones are counted, many similar ones are merged, and a source that
// says too much about one object is cut off. Mirrors client-go tools/record/events_cache.go.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "api/object.h"
#include "apiserver/client.h"
#include "store/store.h"

namespace skiff {

struct EventText {
  EventType type;
  std::string_view reason;
  std::string_view message;
  std::string_view field_path;  // part of the object, e.g. spec.containers{nginx}
  std::string_view host;        // the node, for kubelets
  EventIdentity identity = EventIdentity::kMessage;
};

void record_event(Store& store, const Object& about, const EventText& text, const WriteContext& context);

// While it lives it is told whatever is said, whether it is then written, counted or cut off. One at a time.
class EventTap {
 public:
  using Listener = std::function<void(const Object& about, const EventText& text, std::string_view source)>;
  explicit EventTap(Listener listener);
  ~EventTap();
  EventTap(const EventTap&) = delete;
};

}  // namespace skiff
