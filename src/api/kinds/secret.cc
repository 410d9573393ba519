#include "api/kinds/secret.h"

#include "api/columns.h"
#include "base/base64.h"

namespace skiff {
namespace {

void type_cell(const Value& secret, Time, std::string& out) { out += secret["type"].as_string(); }

void data_cell(const Value& secret, Time, std::string& out) {
  append_int(static_cast<int64_t>(secret["data"].size()), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Type", Show::kAlways, type_cell},
    {"Data", Show::kAlways, data_cell},
    {"Age", Show::kAlways, age_cell},
};

// SetDefaults_Secret; and the conversion that folds the write-only stringData into data.
void set_defaults(Value& secret) {
  if (std::as_const(secret)["type"].as_string().empty()) secret.set("type", "Opaque");
  const Value plain = std::as_const(secret)["stringData"];
  if (plain.is_null()) return;
  for (const Member& entry : plain.members()) secret["data"].set(entry.name(), base64_encode(entry.value.as_string()));
  secret.erase("stringData");
}

}  // namespace

const Kind kSecret = {
    .group = "",
    .version = "v1",
    .kind = "Secret",
    .resource = "secrets",
    .singular = "secret",
    .scope = Scope::kNamespaced,
    .set_defaults = set_defaults,
    .columns = kColumns,
};

}  // namespace skiff
