// What an openAPIV3Schema of a CustomResourceDefinition does to objects. Mirrors apiextensions-apiserver's
// schema/{pruning,defaulting} and kube-openapi's validation/validate, with the words of both.
#pragma once
#include <string>
#include <vector>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff::structural {

// A whole object has apiVersion, kind and metadata, whether its schema says so or not.
enum class Place { kRoot, kInside };

// Takes away what the schema does not know, and appends its path ("spec.a[0].b") to `unknown`.
void prune(const Value& schema, Place place, Value& object, const std::string& path, std::vector<std::string>& unknown);

// Fills in `default`s, for what is missing and for nulls where null is no value.
void set_defaults(const Value& schema, Value& object);

// `spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"`, …
// The fields are below `field`; the texts name them as the object does.
void validate(const Value& schema, const Value& object, const FieldPath& field, FieldErrors& errors);

}  // namespace skiff::structural
