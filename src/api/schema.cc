#include "api/schema.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>

#include "api/custom_resources/custom_resource.h"
#include "api/schema_data.h"
#include "base/check.h"

// The table is lines of words. `!apps/v1 Deployment apps.v1.Deployment` says which type a kind is;
// `:apps.v1.Deployment` begins a type, ` *` after it keeps unknown fields; each further line is a field: name, type,
// attributes. Types: s b i32 i64 f64 bytes quantity intstr time microtime raw, `[]T`, `{}T` (a map), or the name of
// another type. Attributes: `!` required, `=` default, `e:` enum, `p:` patch strategy, `k:` merge key, `l:` list type,
// `m:` list map keys, `t:` map type, `g:` Go's name of the type.
namespace skiff {
namespace {

struct Leaf {
  std::string_view word;
  Shape shape;
};
constexpr Leaf kLeaves[] = {
    {"s", Shape::kString},
    {"b", Shape::kBool},
    {"i32", Shape::kInt32},
    {"i64", Shape::kInt64},
    {"f64", Shape::kDouble},
    {"bytes", Shape::kBytes},
    {"raw", Shape::kRaw},
    {"quantity", Shape::kQuantity},
    {"intstr", Shape::kIntOrString},
    {"time", Shape::kTime},
    {"microtime", Shape::kMicroTime},
};

std::string_view take_word(std::string_view& line, char separator = ' ') {
  const size_t end = std::min(line.find(separator), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

void read_attribute(std::string_view word, Schema& schema) {
  const std::string_view rest = word.substr(std::min<size_t>(2, word.size()));
  switch (word[0]) {
    case '!':
      schema.required = true;
      break;
    case '=':
      schema.default_json = word.substr(1);
      break;
    case 'e':
      schema.enumeration = rest;
      break;
    case 'k':
      schema.merge_key = rest;
      break;
    case 'g':
      schema.go_type = rest;
      break;
    case 't':
      schema.atomic = rest == "atomic";
      break;
    case 'l':
      schema.list_type = rest == "map" ? ListType::kMap : rest == "set" ? ListType::kSet : ListType::kAtomic;
      break;
    case 'p':
      schema.patch_merge = rest.find("merge") != std::string_view::npos;
      schema.patch_replace = rest.find("replace") != std::string_view::npos;
      schema.patch_retain_keys = rest.find("retainKeys") != std::string_view::npos;
      break;
    case 'm':
      for (std::string_view keys = rest; !keys.empty();) schema.map_keys.push_back(take_word(keys, ','));
      break;
    default:
      check(false, "schema table: unknown attribute");
  }
}

class Table {
 public:
  static Table& instance() {
    static Table table;
    return table;
  }

  const Schema* root(std::string_view api_version, std::string_view kind) {
    const auto found = roots_.find(std::string(api_version).append(" ").append(kind));
    if (found == roots_.end()) return nullptr;
    return whole_type(found->second);
  }

  const Schema* type(std::string_view name) {
    const auto found = types_.find(name);
    return found == types_.end() ? nullptr : whole_type(found->first);
  }

  const std::vector<SchemaField>& fields(std::string_view type) {
    const auto known = decoded_.find(type);
    if (known != decoded_.end()) return known->second;
    std::vector<SchemaField>& fields = decoded_[type];
    std::string_view text = kSchemaData.substr(types_.at(type).fields);
    while (!text.empty() && text[0] != ':') {
      std::string_view line = take_word(text, '\n');
      const std::string_view name = take_word(line);
      Schema schema = parse_type(take_word(line));
      while (!line.empty()) read_attribute(take_word(line), schema);
      fields.push_back({name, std::move(schema)});
    }
    std::sort(fields.begin(), fields.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return fields;
  }

 private:
  struct Type {
    size_t fields;  // where the lines of its fields begin
    bool open;
    bool atomic;
  };

  Table() {
    for (std::string_view text = kSchemaData; !text.empty();) {
      std::string_view line = take_word(text, '\n');
      if (line[0] == '!') {
        const size_t last = line.rfind(' ');
        roots_.emplace(line.substr(1, last - 1), line.substr(last + 1));
      } else if (line[0] == ':') {
        line.remove_prefix(1);
        const std::string_view name = take_word(line);
        types_.emplace(name, Type{kSchemaData.size() - text.size(), line == "*", line == "t:atomic"});
      }
    }
  }

  Schema parse_type(std::string_view word) {
    Schema schema;
    if (word.starts_with("[]") || word.starts_with("{}")) {
      schema.shape = word[0] == '[' ? Shape::kArray : Shape::kMap;
      elements_.push_back(parse_type(word.substr(2)));
      schema.element = &elements_.back();
      return schema;
    }
    for (const Leaf& leaf : kLeaves) {
      if (word != leaf.word) continue;
      schema.shape = leaf.shape;
      return schema;
    }
    const Type& type = types_.at(word);
    schema.shape = Shape::kStruct;
    schema.type = word;
    schema.open = type.open;
    schema.atomic = type.atomic;
    return schema;
  }

  const Schema* whole_type(std::string_view name) {
    const auto [place, added] = whole_.try_emplace(name);
    if (added) place->second = parse_type(name);
    return &place->second;
  }

  std::unordered_map<std::string, std::string_view> roots_;
  std::unordered_map<std::string_view, Type> types_;
  std::map<std::string_view, std::vector<SchemaField>> decoded_;
  std::map<std::string_view, Schema> whole_;
  std::deque<Schema> elements_;
};

// "apps.v1.Deployment" -> "v1.Deployment": Go qualifies by the last part of the import path alone.
std::string_view go_qualified(std::string_view type) {
  const size_t last = type.rfind('.');
  const size_t before = last == std::string_view::npos ? last : type.rfind('.', last - 1);
  return before == std::string_view::npos ? type : type.substr(before + 1);
}

}  // namespace

const std::vector<SchemaField>& Schema::fields() const {
  static const std::vector<SchemaField> kNone;
  if (own_fields != nullptr) return *own_fields;
  return shape == Shape::kStruct ? Table::instance().fields(type) : kNone;
}

const Schema* Schema::field(std::string_view name) const {
  const std::vector<SchemaField>& all = fields();
  const auto place = std::lower_bound(all.begin(), all.end(), name,
                                      [](const SchemaField& field, std::string_view key) { return field.name < key; });
  return place != all.end() && place->name == name ? &place->schema : nullptr;
}

std::vector<std::string_view> Schema::enum_values() const {
  std::vector<std::string_view> values;
  if (enumeration.empty()) return values;
  size_t begin = 0;
  for (size_t bar; (bar = enumeration.find('|', begin)) != std::string_view::npos; begin = bar + 1)
    values.push_back(enumeration.substr(begin, bar - begin));
  values.push_back(enumeration.substr(begin));
  return values;
}

std::string_view Schema::struct_name() const {
  if (own_fields != nullptr) return "Object";
  return type.substr(type.rfind('.') + 1);
}

std::string Schema::go_type_name() const {
  if (!go_type.empty()) return std::string(go_type);
  switch (shape) {
    case Shape::kString:
      return "string";
    case Shape::kBool:
      return "bool";
    case Shape::kInt32:
      return "int32";
    case Shape::kInt64:
      return "int64";
    case Shape::kDouble:
      return "float64";
    case Shape::kBytes:
      return "[]uint8";
    case Shape::kQuantity:
      return "resource.Quantity";
    case Shape::kIntOrString:
      return "intstr.IntOrString";
    case Shape::kTime:
      return "v1.Time";
    case Shape::kMicroTime:
      return "v1.MicroTime";
    case Shape::kRaw:
      return "runtime.RawExtension";
    case Shape::kArray:
      return "[]" + element->go_type_name();
    case Shape::kMap:
      return element->shape == Shape::kQuantity ? "v1.ResourceList" : "map[string]" + element->go_type_name();
    case Shape::kStruct:
      return std::string(go_qualified(type));
  }
  return {};
}

const Schema* find_schema(std::string_view api_version, std::string_view kind) {
  return Table::instance().root(api_version, kind);
}

const Schema* find_type(std::string_view type) { return Table::instance().type(type); }

const Schema* find_schema(const Kind& kind) {
  return custom_resource(kind) != nullptr ? custom_resource(kind)->preferred_version().fields()
                                          : find_schema(kind.api_version(), kind.kind);
}

const Schema* find_patch_schema(const Kind& kind) {
  return custom_resource(kind) != nullptr ? nullptr : find_schema(kind.api_version(), kind.kind);
}

const Schema* schema_at(const Schema* from, std::string_view path) {
  while (from != nullptr && !path.empty()) {
    while (from->shape == Shape::kArray) from = from->element;
    const std::string_view step = take_word(path, '.');
    from = from->shape == Shape::kMap ? from->element : from->field(step);
  }
  return from;
}

}  // namespace skiff
