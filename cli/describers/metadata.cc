#include "cli/describers/metadata.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "api/columns.h"
#include "api/kinds/event.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "apiserver/client.h"
#include "base/strings.h"
#include "cli/go_sort.h"

namespace skiff::cli {
namespace {

constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";
constexpr std::string_view kMirrorPod = "kubernetes.io/config.mirror";
constexpr size_t kLongAnnotation = 140;

void add_annotation(const Member& annotation, bool first, std::string_view inset, Lines& out) {
  std::string value = annotation.value.str();
  if (value.ends_with('\n')) value.pop_back();
  if (!first) out.append("\t");
  out.append(inset);
  if (annotation.name().size() + value.size() + 2 <= kLongAnnotation && value.find('\n') == std::string::npos) {
    out.append(annotation.name()).append(": ").append(value).append("\n");
    return;
  }
  out.append(annotation.name()).append(":\n");
  for (const std::string_view line : split(value, '\n')) {
    out.append("\t  ");
    if (line.size() > kLongAnnotation - 2) out.append(line.substr(0, kLongAnnotation - 2)).append("...");
    else out.append(line);
    out.append("\n");
  }
}

// A pod is asked about by its name and uid alone, whatever kind the event says. Upstream: searchEvents, describePod.
bool is_about(const Value& event, const Object& object) {
  const Value& about = event["involvedObject"];
  return about["name"].as_string() == object.name() && about["namespace"].as_string() == object.ns() &&
         (&object.kind() == &kPod || about["kind"].as_string() == object.kind().kind);
}

// The kubelet writes events about a pod of its own files under the uid that it has there.
std::string uid_in_events(const Object& object) {
  const Value& mirrored = object.metadata()["annotations"][kMirrorPod];
  return &object.kind() == &kPod && mirrored.is_string() ? mirrored.str() : std::string(object.uid());
}

std::vector<ObjectRef> events_of(const Object& object, const ApiServer& api) {
  const auto about = [&](std::string_view uid) {
    ListOptions options;
    options.ns = object.ns();
    options.field_selector = "involvedObject.uid=" + std::string(uid);
    auto found = api.list(kEvent, options);
    std::vector<ObjectRef> events = found ? std::move(*found) : std::vector<ObjectRef>();
    std::erase_if(events, [&](const ObjectRef& event) { return !is_about(event->document(), object); });
    return events;
  };
  std::vector<ObjectRef> events = about(uid_in_events(object));
  if (&object.kind() == &kNode)  // the kubelet names its node by name where others use the uid
    for (ObjectRef& event : about(object.name())) events.push_back(std::move(event));
  const auto last = [&](size_t i) { return events[i]->document()["lastTimestamp"].as_string(); };
  go_sort({[&](size_t i, size_t j) { return last(i) < last(j); },
           [&](size_t i, size_t j) { std::swap(events[i], events[j]); }},
          events.size());
  return events;
}

}  // namespace

std::string date(const Value& text) {
  const auto time = parse_rfc3339(text.as_string());
  return time ? rfc1123z(*time) : "Mon, 01 Jan 0001 00:00:00 +0000";
}

std::string age(const Value& text, Time now) {
  std::string out;
  append_age(text, now, out);
  return out;
}

std::string event_age(const Value& event, Time now) {
  const Value& first = event["eventTime"].is_string() ? event["eventTime"] : event["firstTimestamp"];
  const Value& series = event["series"];
  const int64_t count = series.is_object() ? series["count"].as_int() : event["count"].as_int();
  if (!series.is_object() && count <= 1) return age(first, now);
  const Value& last = series.is_object() ? series["lastObservedTime"] : event["lastTimestamp"];
  return age(last, now) + " (x" + std::to_string(count) + " over " + age(first, now) + ")";
}

std::string text_or(std::string_view text, std::string_view otherwise) {
  return std::string(text.empty() ? otherwise : text);
}

std::string selector_text(const Value& selector) {
  std::string out;
  append_selector_text(selector, out);
  return out;
}

std::string selector_form(const Value& selector) {
  std::string out;
  append_selector_form(selector, out);
  return out;
}

std::string labels_form(const Value& labels) {
  std::string out;
  append_labels_form(labels, out);
  return out;
}

std::string go_bool(bool flag) { return flag ? "true" : "false"; }
std::string title_bool(bool flag) { return flag ? "True" : "False"; }

std::string joined(const Value& strings, std::string_view separator) {
  std::string out;
  for (const Value& one : strings.elements()) {
    if (!out.empty()) out += separator;
    out += one.as_string();
  }
  return out;
}

std::string go_list(const Value& strings) { return "[" + joined(strings, " ") + "]"; }

void add_name(const Object& object, Lines& out) { out.add(0, "Name", object.name()); }
void add_namespace(const Object& object, Lines& out) { out.add(0, "Namespace", object.ns()); }

void add_labels(std::string_view title, const Value& labels, Lines& out, std::string_view inset) {
  out.append(std::string(title) + ":\t").append(inset);
  if (labels.empty()) out.append("<none>\n");
  bool first = true;
  for (const Member& label : labels.members()) {
    if (!first) out.append("\t").append(inset);
    first = false;
    out.append(std::string(label.name()) + "=" + label.value.str() + "\n");
  }
}

void add_annotations(std::string_view title, const Value& annotations, Lines& out, std::string_view inset) {
  out.append(std::string(title) + ":\t");
  bool first = true;
  for (const Member& annotation : annotations.members()) {
    if (annotation.name() == kLastApplied) continue;
    add_annotation(annotation, first, inset, out);
    first = false;
  }
  if (first) out.append(inset).append("<none>\n");
}

void add_controlled_by(const Object& object, Lines& out) {
  const Value& owner = controller_of(object.metadata());
  if (!owner.is_null()) out.add(0, "Controlled By", owner["kind"].str() + "/" + owner["name"].str());
}

void add_events(const Object& object, const DescribeContext& context, Lines& out) {
  if (context.events == ShowEvents::kNo) return;
  const std::vector<ObjectRef> events = events_of(object, context.api);
  if (events.empty()) {
    out.add(0, "Events", "<none>");
    return;
  }
  out.flush();
  out.add(0, "Events:");
  out.add(1, "Type\tReason\tAge\tFrom\tMessage");
  out.add(1, "----\t------\t----\t----\t-------");
  for (const ObjectRef& ref : events) {
    const Value& event = ref->document();
    const std::string from =
        text_or(event.at("source", "component").as_string(), event["reportingComponent"].as_string());
    std::string message(trim_space(event["message"].as_string()));
    if (const std::string field = event.at("involvedObject", "fieldPath").str(); !field.empty())
      message = field + ": " + message;
    out.add(1, event["type"].str() + "\t" + event["reason"].str() + "\t" + event_age(event, context.now()) + "\t" +
                   from + "\t" + message);
  }
}

}  // namespace skiff::cli
