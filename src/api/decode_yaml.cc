// One YAML document to a Value: yaml-cpp's events become a small tree, which is then decoded as go-yaml does it
// (aliases, merge keys, limits) and as sigs.k8s.io/yaml turns the outcome into JSON (keys become strings).
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "api/decode.h"
#include "api/yaml_scalar.h"
#include "api/yaml_syntax.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

struct Node {
  enum class Kind { kScalar, kSequence, kMapping, kAlias };
  Kind kind = Kind::kScalar;
  std::string tag;
  std::string text;                             // a scalar's; an alias's or anchor's name
  std::vector<std::unique_ptr<Node>> children;  // a mapping's alternate between key and value
  const Node* target = nullptr;                 // an alias's
};

// The escapes \N and \_ are U+0085 and U+00A0, of which yaml-cpp makes a lone byte; all other text it leaves as it is.
std::string with_whole_runes(const std::string& text) {
  if (is_valid_utf8(text)) return text;
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const size_t width = decode_rune(text, i).width;
    const bool lone = width == 1 && (text[i] == '\x85' || text[i] == '\xa0');
    if (lone) out += '\xc2';
    out.append(text, i, width);
    i += width;
  }
  return out;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  std::unique_ptr<Node> take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t anchor) override { add(Node::Kind::kScalar, "?", "", anchor); }
  void OnScalar(const YAML::Mark&, const std::string& tag, YAML::anchor_t anchor, const std::string& text) override {
    add(Node::Kind::kScalar, tag, text, anchor);
  }
  void OnAlias(const YAML::Mark&, YAML::anchor_t anchor) override {
    Node& alias = add(Node::Kind::kAlias, "", names_[anchor], YAML::NullAnchor);
    alias.target = anchors_[anchor];
  }
  void OnAnchor(const YAML::Mark&, const std::string& name) override { name_ = name; }
  void OnSequenceStart(const YAML::Mark&, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open_.push_back(&add(Node::Kind::kSequence, tag, "", anchor));
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark&, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open_.push_back(&add(Node::Kind::kMapping, tag, "", anchor));
  }
  void OnMapEnd() override { open_.pop_back(); }

 private:
  Node& add(Node::Kind kind, const std::string& tag, const std::string& text, YAML::anchor_t anchor) {
    auto node = std::make_unique<Node>();
    node->kind = kind;
    node->tag = tag;
    node->text = with_whole_runes(text);
    Node& added = *node;
    if (anchor != YAML::NullAnchor) {
      anchors_[anchor] = &added;
      names_[anchor] = name_;
    }
    if (open_.empty()) root_ = std::move(node);
    else open_.back()->children.push_back(std::move(node));
    return added;
  }

  std::unique_ptr<Node> root_;
  std::vector<Node*> open_;
  std::map<YAML::anchor_t, const Node*> anchors_;
  std::map<YAML::anchor_t, std::string> names_;
  std::string name_;
};

// How %#v shows what go-yaml has decoded: errors about map keys quote it.
std::string go_syntax(const Value& value) {
  if (value.is_null()) return "interface {}(nil)";
  if (value.is_string()) return go_quote(value.as_string());
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_int()) return std::to_string(value.as_int());
  if (value.is_double()) return go_float(value.as_double());
  std::string out;
  if (value.is_array()) {
    for (const Value& element : value.elements()) out += (out.empty() ? "" : ", ") + go_syntax(element);
    return "[]interface {}{" + out + "}";
  }
  for (const Member& member : value.members()) {
    out += (out.empty() ? "" : ", ") + go_quote(member.name()) + ":" + go_syntax(member.value);
  }
  return "map[interface {}]interface {}{" + out + "}";
}

// What JSON will call a key: numbers and booleans become text.
Result<std::string> key_text(const Value& key, const Value& value) {
  if (key.is_string()) return key.str();
  if (key.is_bool()) return std::string(key.as_bool() ? "true" : "false");
  if (key.is_int()) return std::to_string(key.as_int());
  if (key.is_double()) {
    const double number = key.as_double();
    if (std::isnan(number)) return std::string(".nan");
    if (std::isinf(number)) return std::string(number > 0 ? ".inf" : "-.inf");
    return go_float(number);
  }
  return client_error("unsupported map key of type: %!s(<nil>), key: <nil>, value: " + go_syntax(value));
}

// A day without a time: 2020-01-31.
bool is_date(std::string_view text) {
  return text.size() == std::string_view("2020-01-31").size() &&
         resolve_yaml_scalar(text).kind == YamlScalar::Kind::kTimestamp;
}

class Decoder {
 public:
  explicit Decoder(YamlVersion version) : version_(version) {}

  Result<Value> decode(const Node& node) {
    ++decoded_;
    if (alias_depth_ > 0) ++by_alias_;
    if (alias_depth_ > 0) bytes_by_alias_ += node.text.size();
    if (is_bomb()) return client_error("yaml: document contains excessive aliasing");
    switch (node.kind) {
      case Node::Kind::kScalar:
        return scalar(node);
      case Node::Kind::kAlias:
        return alias(node);
      case Node::Kind::kSequence:
        return sequence(node);
      case Node::Kind::kMapping:
        break;
    }
    Value out = Value::object();
    if (auto done = mapping(node, out); !done) return done.error();
    return out;
  }

  // A key that JSON cannot have; sigs.k8s.io/yaml finds it after go-yaml has found nothing wrong.
  const std::optional<Error>& bad_key() const { return bad_key_; }

 private:
  // go-yaml's allowedAliasRatio: small documents may consist of aliases almost wholly, large ones to a tenth.
  bool is_bomb() const {
    constexpr double kSmall = 400'000;
    constexpr double kLarge = 4'000'000;
    // go-yaml counts values, not what they hold: a long text that is repeated fills memory just as well.
    constexpr size_t kBytesByAliasMost = size_t{16} << 20;
    if (bytes_by_alias_ > kBytesByAliasMost) return true;
    if (by_alias_ <= 100 || decoded_ <= 1000) return false;
    const auto count = static_cast<double>(decoded_);
    const double allowed = count <= kSmall   ? 0.99
                           : count >= kLarge ? 0.10
                                             : 0.99 - 0.89 * (count - kSmall) / (kLarge - kSmall);
    return static_cast<double>(by_alias_) / count > allowed;
  }

  Result<Value> alias(const Node& node) {
    for (const Node* open : open_aliases_) {
      if (open == node.target) return client_error("yaml: anchor '" + node.text + "' value contains itself");
    }
    if (is_open(*node.target)) return client_error("yaml: anchor '" + node.text + "' value contains itself");
    open_aliases_.push_back(node.target);
    ++alias_depth_;
    auto value = decode(*node.target);
    --alias_depth_;
    open_aliases_.pop_back();
    return value;
  }

  bool is_open(const Node& node) const {
    for (const Node* open : open_collections_)
      if (open == &node) return true;
    return false;
  }

  Result<Value> sequence(const Node& node) {
    open_collections_.push_back(&node);
    Elements elements;
    elements.reserve(node.children.size());
    for (const auto& child : node.children) {
      auto element = decode(*child);
      if (!element) return element.error();
      elements.push_back(*std::move(element));
    }
    open_collections_.pop_back();
    return Value::array(std::move(elements));
  }

  // Later keys win, and a merge counts where it stands: what comes before it is overwritten, what follows overrides.
  Result<void> mapping(const Node& node, Value& out) {
    open_collections_.push_back(&node);
    for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const Node& key = *node.children[i];
      const Node& value = *node.children[i + 1];
      if (is_merge(key)) {
        if (auto done = merge(value, out); !done) return done;
        continue;
      }
      const auto decoded_key = decode(key);
      if (!decoded_key) return decoded_key.error();
      if (decoded_key->is_array() || decoded_key->is_object()) {
        return client_error("yaml: invalid map key: " + go_syntax(*decoded_key));
      }
      auto decoded_value = decode(value);
      if (!decoded_value) return decoded_value.error();
      const auto name = key_text(*decoded_key, *decoded_value);
      if (!name) {
        if (!bad_key_) bad_key_ = name.error();
        continue;
      }
      out.set(*name, *std::move(decoded_value));
    }
    open_collections_.pop_back();
    return {};
  }

  static bool is_merge(const Node& key) {
    return key.kind == Node::Kind::kScalar && key.text == "<<" && (key.tag == "?" || key.tag.ends_with(":merge"));
  }

  Result<void> merge(const Node& value, Value& out) {
    const Error wrong = client_error("yaml: map merge requires map or sequence of maps as the value");
    const auto merge_one = [&](const Node& node) -> Result<void> {
      const Node& source = node.kind == Node::Kind::kAlias ? *node.target : node;
      if (source.kind != Node::Kind::kMapping) return wrong;
      if (node.kind != Node::Kind::kAlias) return mapping(source, out);
      auto members = alias(node);
      if (!members) return members.error();
      for (const Member& member : members->members()) out.set(member.name(), member.value);
      return {};
    };
    if (value.kind != Node::Kind::kSequence) return merge_one(value);
    for (auto node = value.children.rbegin(); node != value.children.rend(); ++node)  // earlier ones take precedence
      if (auto done = merge_one(**node); !done) return done;
    return {};
  }

  Result<Value> scalar(const Node& node) const {
    auto value = decode_yaml_scalar(node.tag, node.text);
    const bool plain = node.tag == "?" || node.tag.empty();
    const bool word = plain && value && value->is_bool() && node.text.size() < std::string_view("true").size();
    if (version_ == YamlVersion::k12 && word) return Value(node.text);
    if (version_ == YamlVersion::k12 && plain && is_date(node.text)) return Value(node.text + "T00:00:00Z");
    return value;
  }

  YamlVersion version_;
  std::optional<Error> bad_key_;
  size_t decoded_ = 0;
  size_t by_alias_ = 0;
  size_t alias_depth_ = 0;
  size_t bytes_by_alias_ = 0;
  std::vector<const Node*> open_aliases_;
  std::vector<const Node*> open_collections_;
};

// encoding/json cannot write infinities, and what it writes without a fraction is read back as an integer.
std::optional<Error> settle_numbers(Value& value) {
  if (value.is_double()) {
    const double number = value.as_double();
    if (!std::isfinite(number)) return client_error("json: unsupported value: " + go_float(number));
    if (number == std::floor(number) && std::fabs(number) < 9.2e18) value = Value(static_cast<int64_t>(number));
  } else if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) {
      if (!value[i].is_double() && value[i].empty()) continue;
      if (auto wrong = settle_numbers(value.edit_at(i))) return wrong;
    }
  } else if (value.is_object()) {
    for (Member& member : value.edit_members())
      if (auto wrong = settle_numbers(member.value)) return wrong;
  }
  return std::nullopt;
}

// A carriage return alone breaks lines, too, and U+0085; yaml-cpp does not know that.
std::string with_newlines(std::string text) {
  constexpr std::string_view kNextLine = "\xc2\x85";
  for (size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) text[i] = '\n';
  if (text.find(kNextLine) == std::string::npos) return text;
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool next_line = text.compare(i, kNextLine.size(), kNextLine) == 0;
    out += next_line ? '\n' : text[i];
    if (next_line) ++i;
  }
  return out;
}

std::string anchor_name_at(std::string_view text, const YAML::Mark& mark) {
  for (int line = 0; line < mark.line; ++line) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return "";
    text.remove_prefix(end + 1);
  }
  const size_t star = text.find('*', mark.column > 0 ? static_cast<size_t>(mark.column) - 1 : 0);
  if (star == std::string_view::npos) return "";
  text.remove_prefix(star + 1);
  return std::string(text.substr(0, text.find_first_of(" \t\r\n,]}")));
}

Error conversion_error(std::string_view what) {
  return client_error("error converting YAML to JSON: " + std::string(what));
}

}  // namespace

Result<Value> decode_yaml(std::string_view given, YamlVersion version) {
  // The mark of an encoding, and one more at the very beginning, are no characters.
  for (int marks = 0; marks < 2 && given.starts_with(kByteOrderMark); ++marks)
    given.remove_prefix(kByteOrderMark.size());
  const std::string text = is_valid_utf8(given) ? std::string(given) : to_valid_utf8(given);
  if (const auto complaint = yaml_complaint(text)) return conversion_error("yaml: " + *complaint);
  TreeBuilder builder;
  try {
    std::istringstream stream(with_newlines(text));
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& failure) {
    if (failure.msg.starts_with(YAML::ErrorMsg::UNKNOWN_ANCHOR)) {
      return conversion_error("yaml: unknown anchor '" + anchor_name_at(text, failure.mark) + "' referenced");
    }
    return conversion_error("yaml: line " + std::to_string(failure.mark.line + 1) + ": " + failure.msg);
  }
  const std::unique_ptr<Node> root = builder.take();
  if (root == nullptr) return Value();
  Decoder decoder(version);
  auto value = decoder.decode(*root);
  if (!value) return conversion_error(value.error().message);
  if (decoder.bad_key()) return conversion_error(decoder.bad_key()->message);
  if (const auto wrong = settle_numbers(*value)) return conversion_error(wrong->message);
  return value;
}

}  // namespace skiff
