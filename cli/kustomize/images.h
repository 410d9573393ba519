// An entry of `images`: containers' images get another name, tag or digest. Mirrors api/filters/imagetag.
#pragma once
#include <string>

#include "base/regular_expression.h"
#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

class ImageChange {
 public:
  // `change` has name, and what of newName, newTag, tagSuffix and digest is wanted.
  static Result<ImageChange> parse(const Value& change);
  // To the images of all containers, wherever in the object they stand.
  void apply(Value& object) const;
  // To a field that holds nothing but an image.
  void apply_to_text(Value& field) const;

 private:
  ImageChange(Value change, RegularExpression pattern) : change_(std::move(change)), pattern_(std::move(pattern)) {}
  std::string changed(const std::string& image) const;

  Value change_;
  RegularExpression pattern_;
};

}  // namespace skiff::cli
