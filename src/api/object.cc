#include "api/object.h"

namespace skiff {

void Object::load() const {
  document_ = source_->load(position_);
  source_ = nullptr;
}

}  // namespace skiff
