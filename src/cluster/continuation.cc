#include "cluster/continuation.h"

#include <algorithm>

namespace skiff {
namespace {

struct Course {
  Duration period;
  int64_t rounds;
};

bool is_drawn(std::string_view member, const Value& value) {
  return member == "resourceVersion" || value.as_string().starts_with("containerd://");
}

bool moved_on(Time from, Time to, Duration period) {
  const Duration off = to - from - period;
  return off < seconds(1) && off > -seconds(1);
}

std::optional<Value> continued_text(std::string_view member, const Value& first, const Value& second,
                                    const Value& third, const Course& course) {
  if (is_drawn(member, third)) return third;
  const auto a = parse_rfc3339(first.as_string());
  const auto b = parse_rfc3339(second.as_string());
  const auto c = parse_rfc3339(third.as_string());
  if (!a || !b || !c || !moved_on(*a, *b, course.period) || !moved_on(*b, *c, course.period)) return std::nullopt;
  const Time later = *c + course.period * course.rounds;
  return Value(third.as_string().find('.') != std::string_view::npos ? rfc3339_micro(later) : rfc3339(later));
}

std::optional<Value> continued_member(std::string_view member, const Value& first, const Value& second,
                                      const Value& third, const Course& course);

std::optional<Value> continued_object(const Value& first, const Value& second, const Value& third,
                                      const Course& course) {
  const Members& a = first.members();
  const Members& b = second.members();
  if (a.size() != third.size() || b.size() != third.size()) return std::nullopt;
  Value out = third;
  Members& members = out.edit_members();
  for (size_t i = 0; i < members.size(); ++i) {
    if (!(a[i].key == members[i].key) || !(b[i].key == members[i].key)) return std::nullopt;
    auto value = continued_member(members[i].name(), a[i].value, b[i].value, members[i].value, course);
    if (!value) return std::nullopt;
    members[i].value = std::move(*value);
  }
  return out;
}

std::optional<Value> continued_array(const Value& first, const Value& second, const Value& third,
                                     const Course& course) {
  if (first.size() != third.size() || second.size() != third.size()) return std::nullopt;
  Value out = third;
  Elements& elements = out.edit_elements();
  for (size_t i = 0; i < elements.size(); ++i) {
    auto value = continued_member({}, first[i], second[i], elements[i], course);
    if (!value) return std::nullopt;
    elements[i] = std::move(*value);
  }
  return out;
}

std::optional<Value> continued_member(std::string_view member, const Value& first, const Value& second,
                                      const Value& third, const Course& course) {
  if (first == second && second == third) return third;
  if (first.type() != third.type() || second.type() != third.type()) return std::nullopt;
  switch (third.type()) {
    case Value::Type::kInt: {
      const int64_t step = third.as_int() - second.as_int();
      if (second.as_int() - first.as_int() != step) return std::nullopt;
      return Value(third.as_int() + step * course.rounds);
    }
    case Value::Type::kString:
      return continued_text(member, first, second, third, course);
    case Value::Type::kArray:
      return continued_array(first, second, third, course);
    case Value::Type::kObject:
      return continued_object(first, second, third, course);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Value> continued(const Value& first, const Value& second, const Value& third, Duration period,
                               int64_t rounds) {
  return continued_member({}, first, second, third, {period, rounds});
}

}  // namespace skiff
