// Rows of tests that describe one object, which needs nothing beside it, and look at what is printed of it.
#pragma once
#include <catch2/catch.hpp>
#include <span>
#include <string>
#include <utility>

#include "api/kind_table.h"
#include "base/json.h"
#include "cli/describers/describer_table.h"

namespace skiff::cli {

struct DescribedRow {
  const char* why;
  const char* api_version;
  const char* kind;
  const char* json;
  const char* printed;  // whole lines that follow each other, or all there are
};

inline void check_described(std::span<const DescribedRow> rows) {
  Store store(1);
  const Time now{seconds(1'790'000'000)};  // which the server only looks at
  const ApiServer api(store, now);
  for (const DescribedRow& row : rows) DYNAMIC_SECTION(row.kind << ": " << row.why) {
      const Kind* kind = find_kind(row.api_version, row.kind);
      REQUIRE(kind != nullptr);
      Value document = *parse_json(row.json);
      document["apiVersion"] = row.api_version;
      document["kind"] = row.kind;
      ObjectKey key{document.at("metadata", "namespace").str(), document.at("metadata", "name").str()};
      const Object object(*kind, std::move(key), 1, std::move(document));
      const std::string described = describe(object, {api});
      INFO(described);
      CHECK(("\n" + described).find("\n" + std::string(row.printed)) != std::string::npos);
    }
}

}  // namespace skiff::cli
