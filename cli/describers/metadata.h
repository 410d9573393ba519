// Parts of a description that every kind shares: names, labels, annotations, who controls it, its events.
#pragma once
#include <string>
#include <string_view>

#include "cli/describers/describer_table.h"

namespace skiff::cli {

std::string date(const Value& rfc3339_text);  // "Sun, 22 Nov 2026 15:31:24 +0000"
std::string age(const Value& rfc3339_text, Time now);
// When an event was last seen, and how often since when: "13m (x5 over 16m)". Upstream: describe's and events'
// interval.
std::string event_age(const Value& event, Time now);
std::string text_or(std::string_view text, std::string_view otherwise);
std::string selector_text(const Value& label_selector);  // a=b,c in (d)
std::string selector_form(const Value& label_selector);  // the same, <none> for one that is empty
std::string labels_form(const Value& labels);            // a=b,c=d or <none>
std::string go_bool(bool flag);                          // true, false
std::string title_bool(bool flag);                       // True, False
// A Go slice as %v prints it: [a b].
std::string go_list(const Value& strings);
// The strings, joined.
std::string joined(const Value& strings, std::string_view separator);

void add_name(const Object& object, Lines& out);       // Name
void add_namespace(const Object& object, Lines& out);  // Namespace
// `inset` stands before each value. Upstream: printLabelsMultilineWithIndent.
void add_labels(std::string_view title, const Value& labels, Lines& out, std::string_view inset = {});
void add_annotations(std::string_view title, const Value& annotations, Lines& out, std::string_view inset = {});
void add_controlled_by(const Object& object, Lines& out);  // only if it is
// The Events section; nothing if the context asks for none.
void add_events(const Object& object, const DescribeContext& context, Lines& out);

}  // namespace skiff::cli
