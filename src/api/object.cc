#include "api/object.h"

namespace skiff {

void Object::load() const {
  document_ = source_->load(position_);
  loaded_ = true;
}

void Object::let_go() const {
  if (source_ == nullptr) return;
  loaded_ = false;
  document_ = Value();
  view_.reset();
}

}  // namespace skiff
