#include "api/go_form.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "api/go_form_table.h"
#include "api/schema.h"
#include "api/zero.h"
#include "base/json.h"
#include "base/strings.h"

namespace skiff {
namespace {

enum class Naming { kGo, kTagged };
enum class Place { kOwn, kEnclosing, kEmbedded };

struct GoField {
  std::string name;  // as it is printed
  Place place = Place::kOwn;
  SchemaField field;
  Zero zero = Zero::kKept;
};

struct GoStruct {
  Naming naming = Naming::kGo;
  std::vector<GoField> fields;
};

using Lines = std::unordered_map<std::string_view, std::string_view>;

const Lines& lines() {
  static const Lines kLines = [] {
    Lines out;
    for (const std::string_view line : split(kGoStructs, '\n'))
      if (const size_t blank = line.find(' '); blank != std::string_view::npos)
        out.emplace(line.substr(0, blank), line.substr(blank + 1));
    return out;
  }();
  return kLines;
}

const SchemaField* field_by_name(const std::vector<SchemaField>& fields, std::string_view go_name) {
  const std::string wanted = to_lower(go_name);
  for (const SchemaField& field : fields)
    if (to_lower(field.name) == wanted) return &field;
  return nullptr;
}

GoField go_field(std::string_view word, std::string_view type, const std::vector<SchemaField>& fields) {
  GoField out;
  if (word[0] == '^' || word[0] == '@') {
    out.place = word[0] == '^' ? Place::kEnclosing : Place::kEmbedded;
    word.remove_prefix(1);
  }
  const bool of_pod = out.place == Place::kEnclosing;
  const std::string_view owner = of_pod ? "core.v1.PodSpec" : type;
  const SchemaField* field = field_by_name(of_pod ? find_type(owner)->fields() : fields, word);
  out.name = word;
  if (field != nullptr) {
    out.field = *field;
    out.zero = zero_of_field(owner, *field);
  }
  return out;
}

// A type that the table does not know shows its fields as its documents order them.
GoStruct make_struct(const Schema& schema) {
  GoStruct out;
  auto line = lines().find(schema.type);
  if (line == lines().end()) {
    line = lines().find("~" + std::string(schema.type));
    out.naming = Naming::kTagged;
  }
  if (line == lines().end()) {
    for (const SchemaField& field : schema.fields())
      out.fields.push_back({std::string(field.name), Place::kOwn, field, zero_of_field(schema.type, field)});
    return out;
  }
  for (const std::string_view word : split(line->second, ' '))
    out.fields.push_back(go_field(word, schema.type, schema.fields()));
  return out;
}

const GoStruct& go_struct(const Schema& schema) {
  static std::unordered_map<std::string, GoStruct> structs;
  const auto known = structs.find(std::string(schema.type));
  if (known != structs.end()) return known->second;
  return structs.emplace(std::string(schema.type), make_struct(schema)).first->second;
}

class Writer {
 public:
  explicit Writer(GoLayout layout) : indented_(layout == GoLayout::kIndented) {}
  std::string take() { return std::move(out_); }

  void write(const Schema& schema, const Value& value, const Value& enclosing) {
    switch (schema.shape) {
      case Shape::kStruct:
        open('{');
        write_fields(go_struct(schema), value, enclosing);
        return close('}');
      case Shape::kArray:
        open('[');
        for (const Value& element : value.elements()) {
          next();
          write(*schema.element, element, value);
        }
        return close(']');
      case Shape::kMap:
        open('{');
        for (const Member& member : value.members()) {
          name(member.name());
          write(*schema.element, member.value, value);
        }
        return close('}');
      default:
        append_json(out_, value, Escape::kGo);
    }
  }

 private:
  void write_fields(const GoStruct& type, const Value& value, const Value& enclosing) {
    for (const GoField& field : type.fields) {
      const Value& given = (field.place == Place::kEnclosing ? enclosing : value)[field.field.name];
      if (field.place == Place::kEmbedded) {
        write_fields(go_struct(field.field.schema), given, value);
      } else if (!given.is_null()) {
        name(field.name);
        write(field.field.schema, given, value);
      } else if (type.naming == Naming::kGo) {
        name(field.name);
        write_absent(field, value);
      }
    }
  }

  void write_absent(const GoField& field, const Value& value) {
    if (field.zero == Zero::kKept || field.zero == Zero::kNull) {
      out_ += "null";
      return;
    }
    switch (field.field.schema.shape) {
      case Shape::kStruct:
        return write(field.field.schema, Value(), value);
      case Shape::kString:
        out_ += "\"\"";
        return;
      case Shape::kBool:
        out_ += "false";
        return;
      case Shape::kInt32:
      case Shape::kInt64:
      case Shape::kDouble:
      case Shape::kIntOrString:
        out_ += '0';
        return;
      case Shape::kQuantity:
        out_ += "\"0\"";
        return;
      default:
        out_ += "null";
    }
  }

  void open(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }
  void close(char bracket) {
    --depth_;
    if (!first_) line();
    out_ += bracket;
    first_ = false;
  }
  void next() {
    if (!first_) out_ += ',';
    first_ = false;
    line();
  }
  void name(std::string_view text) {
    next();
    append_json_string(out_, text, Escape::kGo);
    out_ += indented_ ? ": " : ":";
  }
  void line() {
    if (!indented_) return;
    out_ += '\n';
    out_.append(depth_, ' ');
  }

  const bool indented_;
  std::string out_;
  size_t depth_ = 0;
  bool first_ = true;
};

}  // namespace

std::string go_form(std::string_view type, const Value& value, GoLayout layout) {
  const Schema* schema = find_type(type);
  Writer writer(layout);
  if (schema != nullptr && !value.is_null()) {
    writer.write(*schema, value, Value());
    return writer.take();
  }
  return to_json(value, Escape::kGo);
}

}  // namespace skiff
