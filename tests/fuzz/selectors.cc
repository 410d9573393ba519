// Label selectors in both forms, and field selectors. The text of a selector is a selector that selects the same.
#include "api/columns.h"
#include "api/field_selector.h"
#include "api/kind.h"
#include "api/label_selector.h"
#include "base/json.h"
#include "fuzz/input.h"

using namespace skiff;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Value labels[] = {Value(), Value::object(), Value{{"app", "web"}, {"tier", "front"}},
                                 Value{{"app", "db"}, {"n", "12"}, {"a.b/c", ""}}};
  static const Kind pods{.group = "", .version = "v1", .kind = "Pod", .resource = "pods", .singular = "pod"};
  const std::string_view text = fuzz::text_of(data, size);
  if (const auto selector = LabelSelector::parse(text)) {
    const std::string shown = selector->text();
    const auto again = LabelSelector::parse(shown);
    fuzz::require(again.has_value(), "the text of a selector can be parsed");
    fuzz::require(again->text() == shown, "the text of a selector is canonical");
    for (const Value& some : labels)
      fuzz::require(selector->matches(some) == again->matches(some), "it still selects the same");
  }
  if (const auto fields = FieldSelector::parse(pods, text)) {
    (void)fields->matches(Value{{"metadata", Value{{"name", "x"}}}});
    (void)fields->exact("metadata.name");
  }
  if (const auto object = parse_json(text)) {
    std::string shown;
    append_selector_form(*object, shown);
    append_labels_form(*object, shown);
    const LabelSelector selector = LabelSelector::of(*object);
    for (const Value& some : labels) (void)selector.matches(some);
    (void)LabelSelector::of_map(*object).matches(*object);
  }
  return 0;
}
