// Cells of `kubectl get` that several kinds share, and the forms their own cells are built of. The server's table
// printers: pkg/printers/internalversion/printers.go.
#pragma once
#include <string>
#include <string_view>

#include "api/kind.h"
#include "base/time.h"
#include "base/value.h"

namespace skiff {

// Column cells: each appends one cell of `object` to `out`.
void name_cell(const Value& object, Time now, std::string& out);
void age_cell(const Value& object, Time now, std::string& out);         // since metadata.creationTimestamp
void created_at_cell(const Value& object, Time now, std::string& out);  // the timestamp itself: kinds without a printer
void containers_cell(const Value& object, Time now, std::string& out);  // names of spec.template's containers
void images_cell(const Value& object, Time now, std::string& out);
void selector_cell(const Value& object, Time now, std::string& out);  // spec.selector as a LabelSelector

// `k=v` pairs joined by commas, sorted as whole strings, `<none>` if there are none: labels.FormatLabels.
void append_labels_form(const Value& labels, std::string& out);

// metav1.FormatLabelSelector: requirements sorted by key, `<none>` if there are none, `<error>` if one is invalid.
void append_selector_form(const Value& selector, std::string& out);
// The same as LabelSelectorAsSelector(..).String(): empty if there are none; false, and nothing appended, if invalid.
bool append_selector_text(const Value& selector, std::string& out);

// How long ago an RFC 3339 `timestamp` is; `<unknown>` if it is absent: translateTimestampSince.
void append_age(const Value& timestamp, Time now, std::string& out);
void append_int(int64_t number, std::string& out);

// The strings `member` of each element, joined by commas: layoutContainerCells.
void append_joined(const Value& elements, std::string_view member, std::string& out);
// The text, or `<none>` if it is empty.
void append_or_none(std::string_view text, std::string& out);

}  // namespace skiff
