#include "api/object.h"

namespace skiff {

void Object::load() const {
  document_ = source_->load(position_);
  loaded_ = true;
}

void Object::drop_document() const {
  loaded_ = false;
  document_ = Value();
}

void Object::let_go() const {
  if (source_ == nullptr) return;
  drop_document();
  view_.reset();
}

}  // namespace skiff
