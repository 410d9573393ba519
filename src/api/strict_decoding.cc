#include "api/strict_decoding.h"

#include "api/scalar_decoding.h"
#include "base/strings.h"

namespace skiff {
namespace {

class Walk {
 public:
  explicit Walk(Decoder decoder) : decoder_(decoder) {}

  // False when decoding has ended at once; error() then says why.
  bool value(const Schema& schema, Value& value) {
    if (value.is_null()) return true;
    switch (schema.shape) {
      case Shape::kStruct:
        return value.is_object() ? fields(schema, value) : wrong_container(schema, value);
      case Shape::kMap:
        return value.is_object() ? entries(schema, value) : wrong_container(schema, value);
      case Shape::kArray:
        return value.is_array() ? elements(schema, value) : wrong_container(schema, value);
      default:
        return scalar(schema, value);
    }
  }

  const std::string& error() const { return error_; }
  std::vector<std::string> take_unknown() { return std::move(unknown_); }

 private:
  // Where the walk is: for messages about types (names of fields alone) and for unknown fields (with indexes).
  struct Place {
    Walk& walk;
    size_t fields_size, path_size;
    std::string_view struct_name;
    explicit Place(Walk& w)
        : walk(w), fields_size(w.fields_.size()), path_size(w.path_.size()), struct_name(w.struct_name_) {}
    ~Place() {
      walk.fields_.resize(fields_size);
      walk.path_.resize(path_size);
      walk.struct_name_ = struct_name;
    }
  };

  bool fields(const Schema& schema, Value& object) {
    std::vector<std::string> unknown;
    const Value before = object;
    for (const Member& member : before.members()) {
      const Place place(*this);
      path_.append(path_.empty() ? "" : ".").append(member.name());
      const Schema* field = schema.field(member.name());
      if (field == nullptr) {
        if (schema.open) continue;
        unknown_.push_back(path_);
        unknown.emplace_back(member.name());
        continue;
      }
      fields_.append(fields_.empty() ? "" : ".").append(member.name());
      struct_name_ = schema.struct_name();
      Value part = member.value;
      if (!value(*field, part)) return false;
      if (!part.same_as(member.value)) object.set(member.name(), std::move(part));
    }
    for (const std::string& name : unknown) object.erase(name);
    return true;
  }

  bool entries(const Schema& schema, Value& map) {
    const Value before = map;
    for (const Member& member : before.members()) {
      const Place place(*this);
      path_.append(".").append(member.name());
      Value part = member.value;
      if (!value(*schema.element, part)) return false;
      if (!part.same_as(member.value)) map.set(member.name(), std::move(part));
    }
    return true;
  }

  bool elements(const Schema& schema, Value& list) {
    for (size_t i = 0; i < list.size(); ++i) {
      const Place place(*this);
      path_.append("[").append(std::to_string(i)).append("]");
      const Value before = std::as_const(list)[i];
      Value part = before;
      if (!value(*schema.element, part)) return false;
      if (!part.same_as(before)) list.edit_at(i) = std::move(part);
    }
    return true;
  }

  bool scalar(const Schema& schema, const Value& value) {
    if (decoder_ == Decoder::kConverter) {
      const auto problem = conversion_problem(schema, value);
      if (problem) error_ = *problem;
      return !problem;
    }
    const auto problem = json_problem(schema, value);
    if (!problem) return true;
    std::string text = problem->go_type.empty() ? problem->text : cannot_unmarshal(problem->text, problem->go_type);
    if (problem->at_once || error_.empty()) error_ = std::move(text);
    return !problem->at_once;
  }

  bool wrong_container(const Schema& schema, const Value& value) {
    if (decoder_ == Decoder::kJson) {
      if (error_.empty()) error_ = cannot_unmarshal(json_type_name(value), schema.go_type_name());
      return true;
    }
    const char* wanted = schema.shape == Shape::kStruct ? "struct from: "
                         : schema.shape == Shape::kMap  ? "map from "
                                                        : "slice from ";
    error_ = std::string("cannot restore ") + wanted + go_kind_name(value);
    return false;
  }

  // json.UnmarshalTypeError: the struct that has the field, and the way to it from the whole object.
  std::string cannot_unmarshal(const std::string& found, const std::string& go_type) const {
    const std::string place = fields_.empty() ? "value" : "struct field " + std::string(struct_name_) + "." + fields_;
    return "json: cannot unmarshal " + found + " into Go " + place + " of type " + go_type;
  }

  const Decoder decoder_;
  std::string fields_, path_, error_;
  std::string_view struct_name_;
  std::vector<std::string> unknown_;
};

}  // namespace

Result<Decoded> decode_fields(const Schema* schema, Value document, Decoder decoder) {
  if (schema == nullptr) return Decoded{std::move(document), {}};
  Walk walk(decoder);
  if (!walk.value(*schema, document) || !walk.error().empty()) return client_error(walk.error());
  return Decoded{std::move(document), walk.take_unknown()};
}

std::string unknown_field_text(const std::string& path) { return "unknown field " + go_quote(path); }

std::string duplicate_field_text(const std::string& path) { return "duplicate field " + go_quote(path); }

std::vector<std::string> unknown_field_texts(const std::vector<std::string>& paths) {
  std::vector<std::string> texts;
  for (const std::string& path : paths) texts.push_back(unknown_field_text(path));
  return texts;
}

std::string strict_decoding_text(const std::vector<std::string>& problems) {
  return "strict decoding error: " + join(problems, ", ");
}

Error cannot_be_handled(const Kind& kind, const std::string& why) {
  return bad_request(std::string(kind.kind) + " in version " + go_quote(kind.version) + " cannot be handled as a " +
                     std::string(kind.kind) + ": " + why);
}

}  // namespace skiff
