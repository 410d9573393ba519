#include "api/quantity.h"

#include <catch2/catch.hpp>

namespace skiff {
namespace {

Quantity quantity(const char* text) {
  auto parsed = Quantity::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

TEST_CASE("Selectors: 3. Quantities: canonical text") {
  struct Row {
    const char* given;
    const char* stored;
    const char* why;
  };
  const Row rows[] = {
      {"0.5", "500m", "no fractions"},
      {"00.5", "500m", "leading zeros"},
      {".5", "500m", "no whole part"},
      {"5.", "5", "no fraction after the point"},
      {"1000m", "1", "largest suffix with a whole number"},
      {"1.5", "1500m", "a fraction needs milli"},
      {"0.1m", "100u", "micro"},
      {"0.1n", "1n", "finer than nano rounds up"},
      {"2000k", "2M", "decimal"},
      {"1500M", "1500M", "not a whole number of G"},
      {"1000000", "1M", "plain numbers are decimal, too"},
      {"100", "100", "no suffix for hundreds"},
      {"1e3", "1e3", "exponents stay exponents"},
      {"12e3", "12e3", "exponent with two digits"},
      {"1e1", "10", "exponents are multiples of three"},
      {"100e-3", "100e-3", "negative exponents"},
      {"1E3", "1e3", "upper case exponent"},
      {"1E", "1E", "a bare E is exa"},
      {"1000E", "1", "there is no letter beyond exa"},
      {"1.5Gi", "1536Mi", "binary"},
      {"1024Mi", "1Gi", "binary, divisible"},
      {"1000Mi", "1000Mi", "binary, not divisible"},
      {"512Ki", "512Ki", "binary, as it is"},
      {"0.5Mi", "512Ki", "binary fraction"},
      {"0.5Ki", "512", "less than 1024 is decimal"},
      {"62.5Ki", "64000", "binary, but no multiple of 1024: no suffix"},
      {"1Ki", "1Ki", "1024 is binary"},
      {"-0.5Ki", "-512", "negative"},
      {"1.1Gi", "1181116006400m", "binary but not whole: decimal"},
      {"16Ei", "9223372036854775807", "binary is capped at 63 bits"},
      {"99999999999999999999m", "99999999999999999999m", "decimal is not"},
      {"0Gi", "0", "zero has no suffix"},
      {"m", "0", "no digits are zero"},
      {"+1", "1", "a plus"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.given << ": " << row.why) {
      CHECK(quantity(row.given).text() == row.stored);
    }
}

TEST_CASE("Selectors: 3. Quantities: errors") {
  const std::string format =
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  const std::string suffix = "unable to parse quantity's suffix";
  struct Row {
    const char* given;
    const std::string& error;
  };
  const Row rows[] = {{"", format},    {"abc", format},   {"1g", format},    {"1 m", format}, {"1.1.1", format},
                      {"1Zi", format}, {"1e1.5", format}, {"1mi5x", format}, {"1K", suffix},  {"1e", suffix},
                      {"1e+", suffix}, {"1mi", suffix},   {"1i", suffix}};
  for (const Row& row : rows) DYNAMIC_SECTION(row.given) {
      const auto parsed = Quantity::parse(row.given);
      REQUIRE(!parsed);
      CHECK(parsed.error().message == row.error);
    }
}

TEST_CASE("Selectors: 3. Quantities: read from strings and numbers") {
  CHECK(Quantity::of(Value(" 500m "))->text() == "500m");
  CHECK(Quantity::of(Value(2))->text() == "2");
  CHECK(Quantity::of(Value(0.25))->text() == "250m");
  CHECK(Quantity::of(Value())->text() == "0");
  CHECK(!Quantity::of(Value(true)));
}

TEST_CASE("Selectors: 3. Quantities: arithmetic") {
  CHECK(quantity("1") == quantity("1000m"));
  CHECK(quantity("1Gi") > quantity("1G"));
  CHECK(quantity("100u").milli_value() == 1);
  CHECK(quantity("1500m").value() == 2);
  CHECK(quantity("-1500m").value() == -2);
  CHECK(quantity("1E").milli_value() == INT64_MAX);

  Quantity sum;
  sum.add(quantity("1Gi"));
  sum.add(quantity("512M"));
  CHECK(sum.text() == "1548576Ki");  // the family of the first that is not zero
  sum.subtract(quantity("512M"));
  CHECK(sum.text() == "1Gi");

  Quantity fine = quantity("0.1m");
  fine.round_up_to_milli();
  CHECK(fine.text() == "1m");
  CHECK(Quantity::milli(2500).text() == "2500m");
  CHECK(Quantity::whole(2048, Quantity::Family::kBinary).text() == "2Ki");
}

}  // namespace
}  // namespace skiff
